import type { Component } from 'vue';
import type { PageRoute, WebDomain } from '../shared/domain.ts';

/** Folders, schema and texts to which the manifests must fit. */
export interface Surroundings {
  /** Folders of web/ that hold a domain. */
  readonly folders: readonly string[];
  /** Domains of the server in their order. */
  readonly serverOrder: readonly string[];
  readonly modules: readonly string[];
  /** Types that a feed may hold; `inboxTypes`: types that a message may be about. */
  readonly feedTypes: readonly string[];
  readonly inboxTypes: readonly string[];
  readonly messageKinds: readonly string[];
  /** Values of the enums that the server's domains extend, by name of the enum. */
  readonly openEnums: Readonly<Record<string, readonly string[]>>;
  /** Keys of the German texts; `npm run check` compares the other languages with them. */
  readonly texts: ReadonlySet<string>;
}

/** Keys of the texts for the values of each extensible enum. */
const enumTexts: Readonly<Record<string, readonly string[]>> = {
  Module: ['module.name', 'modules.on', 'modules.off'],
  RoleKind: ['role'],
  Scope: ['keys.scope', 'keys.scopeHint'],
  UserErrorCode: ['errors'],
  Channel: ['preference.channel'],
  AuditTopic: ['audit.topic'],
  AuditKind: ['audit.sentence'],
};

/**
 * Domain to which a name of the schema belongs by its beginning: "IssueMove" and "ISSUE_MOVED" belong to issue.
 * Undefined if the name does not begin with a domain.
 */
function ownerOf(name: string, { folders }: Surroundings): string | undefined {
  const word = name.toLowerCase().replaceAll('_', '');
  return folders.filter((folder) => word.startsWith(folder)).toSorted((a, b) => b.length - a.length)[0];
}

const manifestOf = (name: string, around: Surroundings) => fileOf(ownerOf(name, around) ?? '<domain>');
/** Path of the texts: those of a domain are in its folder, common ones in web/locales. */
const textsOf = (name: string, around: Surroundings) => `web/${ownerOf(name, around) ?? '<domain>'}/locales/de.json`;
const fileOf = (domain: string) => `web/${domain}/${domain}.pages.ts`;

/** One sentence for each omission: the file, and the entry to add. */
export function findOmissions(domains: readonly WebDomain[], surroundings: Surroundings): string[] {
  return [
    ...missingDomains(domains, surroundings),
    ...domains.flatMap(({ name, routes = [] }) =>
      routes.flatMap((route) => missingMeta(fileOf(name), route, domains, surroundings)),
    ),
    ...missingCards(domains, surroundings),
    ...missingRows(domains, surroundings),
    ...missingModules(domains, surroundings),
    ...missingEnumTexts(surroundings),
    ...missingAuditedPages(domains, surroundings),
  ];
}

function missingModules(domains: readonly WebDomain[], around: Surroundings): string[] {
  const shown = domains.flatMap(({ module }) => module?.name ?? []);
  return around.modules
    .filter((name) => !shown.some((module) => module === name))
    .map((name) => `${manifestOf(name, around)}: add module: { name: '${name}', icon }, or no town can switch it.`);
}

function missingEnumTexts(around: Surroundings): string[] {
  const { openEnums, texts } = around;
  return Object.entries(enumTexts).flatMap(([name, prefixes]) =>
    (openEnums[name] ?? []).flatMap((value) =>
      prefixes
        .filter((prefix) => !texts.has(`${prefix}.${value}`))
        .map(
          (prefix) =>
            `${textsOf(value, around)}: add the text "${prefix}.${value}", for the value ${value} of ${name}.`,
        ),
    ),
  );
}

function missingAuditedPages(domains: readonly WebDomain[], around: Surroundings): string[] {
  const known = new Set(domains.flatMap(({ auditedPages = {} }) => Object.keys(auditedPages)));
  return (around.openEnums.AuditSubjectKind ?? [])
    .filter((kind) => !known.has(kind))
    .map((kind) => `${manifestOf(kind, around)}: add auditedPages.${kind}, the page that shows such a subject.`);
}

function missingDomains(domains: readonly WebDomain[], { folders, serverOrder }: Surroundings): string[] {
  const names = domains.map(({ name }) => name);
  const listed = names.filter((name) => name !== 'app');
  const expected = serverOrder.filter((name) => listed.includes(name));
  return [
    ...folders
      .filter((folder) => !names.includes(folder))
      .map((folder) => `web/domains.ts: add ${folder}, the manifest in ${fileOf(folder)}, in the order of the server.`),
    ...listed
      .filter((name) => folders.includes(name) && !serverOrder.includes(name))
      .map((name) => `server/domains.ts: add ${name}, the manifest in server/${name}/${name}.domain.ts.`),
    ...listed
      .filter((name) => !folders.includes(name))
      .map((name) => `web/domains.ts: rename or remove ${name}, for there is no folder web/${name}.`),
    ...(listed.filter((name) => serverOrder.includes(name)).join() === expected.join()
      ? []
      : [`web/domains.ts: put the domains into the order of the server: ${expected.join(', ')}.`]),
  ];
}

function missingMeta(file: string, route: PageRoute, domains: readonly WebDomain[], around: Surroundings): string[] {
  const { name, meta } = route;
  const pages = new Set(domains.flatMap(({ routes = [] }) => routes.map((page) => page.name)));
  const keys = [meta.titleKey, meta.navigation?.labelKey, meta.homeLink?.labelKey, meta.command?.actKey];
  const named = [...keys, ...(meta.pageKeys ?? []).map(({ labelKey }) => labelKey)].filter((key) => key !== undefined);
  const settings = meta.settings ? [`settings.page.${name}`, `settings.about.${name}`] : [];
  const links = [
    ...(meta.within ? [meta.within] : []),
    ...(meta.besides ? [meta.besides] : []),
    ...(meta.transitionFrom ?? []),
  ];
  return [
    ...(meta.titleKey ? [] : [`${file}: add meta.titleKey to the route "${name}", the name of the page.`]),
    ...(isGuard(meta.module, around)
      ? []
      : [`${file}: add meta.module to the route "${name}": a module, or NONE if every town has the page.`]),
    ...[...named, ...settings]
      .filter((key) => key !== '' && !around.texts.has(key))
      .map(
        (key) =>
          `${file.replace(/[^/]+$/, 'locales/de.json')}: add the text "${key}", which the route "${name}" of ${file} shows.`,
      ),
    ...links
      .filter((page) => !pages.has(page))
      .map((page) => `${file}: the route "${name}" names the page "${page}", which no domain has.`),
  ];
}

function isGuard(guard: string | undefined, { modules }: Surroundings): boolean {
  return guard === 'NONE' || modules.includes(guard ?? '');
}

function missingCards(domains: readonly WebDomain[], around: Surroundings): string[] {
  const cards = new Map(domains.flatMap(({ feedCards = {} }) => Object.entries(feedCards)));
  return around.feedTypes.flatMap((type) => {
    const entry = cards.get(type);
    if (isComponent(entry?.row) && isGuard(entry?.module, around)) return [];
    return [`${manifestOf(type, around)}: add feedCards.${type} with its row and module, or feeds cannot show it.`];
  });
}

function missingRows(domains: readonly WebDomain[], around: Surroundings): string[] {
  const rows = new Map(domains.flatMap(({ inboxItems = {} }) => Object.entries(inboxItems)));
  return [
    ...around.inboxTypes
      .filter((type) => !isComponent(rows.get(type)))
      .map(
        (type) =>
          `${manifestOf(type, around)}: add inboxItems.${type}, the row of a message, or the inbox cannot show it.`,
      ),
    ...around.messageKinds
      .filter((kind) => !around.texts.has(`inbox.kind.${kind}`))
      .map(
        (kind) => `${textsOf(kind, around)}: add the text "inbox.kind.${kind}", what the inbox calls such a message.`,
      ),
  ];
}

/** Whether the value is a component; an empty object would render nothing. */
function isComponent(value: Component | undefined): boolean {
  if (typeof value === 'function') return true;
  return typeof value === 'object' && ['setup', 'render', '__asyncLoader'].some((key) => key in value);
}
