// @vitest-environment node
import { existsSync, globSync, readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isUnionType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { app } from './app/app.pages.ts';
import { domains, registry } from './domains.ts';
import { readTexts } from '../scripts/locales.mjs';
import { listPages } from '../scripts/pages.mjs';
import type { PageRoute, WebDomain } from './shared/domain.ts';
import { findOmissions, type Surroundings } from './testing/omissions.ts';

/** Folders of web/ that are no domain: shared layers, the app itself, and folders without code. */
const others = ['ui', 'offline', 'shared', 'map', 'display', 'app', 'gql', 'locales', 'public', 'styles', 'testing'];
const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

const surroundings: Surroundings = {
  folders: [...new Set(globSync('web/*/**/*.{ts,vue}').map((path) => path.split('/')[1] ?? ''))].filter(
    (folder) => !others.includes(folder),
  ),
  serverOrder: readServerOrder(),
  modules: valuesOf('Module'),
  feedTypes: membersOf('FeedSubject'),
  inboxTypes: membersOf('InboxSubject'),
  messageKinds: valuesOf('MessageKind'),
  openEnums: Object.fromEntries(
    ['Module', 'RoleKind', 'Scope', 'Channel', 'AuditTopic', 'AuditKind', 'AuditSubjectKind', 'UserErrorCode'].map(
      (name) => [name, valuesOf(name)],
    ),
  ),
  texts: new Set(keysOf(readTexts('.', 'de'))),
};

/** Domains of the server in the order of its list; without the list, in the order that its import rules enforce. */
function readServerOrder(): string[] {
  const file = existsSync('server/domains.ts') ? 'server/domains.ts' : '.dependency-cruiser.cjs';
  const list = /const domains[^=]*= \[([^\]]*)\]/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return list.match(/\w+/g) ?? [];
}

function membersOf(name: string): string[] {
  const type = schema.getType(name);
  return isUnionType(type) ? type.getTypes().map((member) => member.name) : [];
}

function valuesOf(name: string): string[] {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
}

function keysOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, text]) =>
    typeof text === 'string' ? [prefix + key] : keysOf(text, `${prefix}${key}.`),
  );
}

it('knows what there is to fit', () => {
  expect(surroundings.serverOrder).toContain('municipality');
  expect(surroundings.folders.length).toBeGreaterThanOrEqual(18);
  for (const list of [surroundings.modules, surroundings.feedTypes, surroundings.inboxTypes, surroundings.messageKinds])
    expect(list.length).toBeGreaterThan(2);
});

it('the domains leave nothing out', () => {
  expect(findOmissions([...domains, app], surroundings)).toEqual([]);
});

it('the registry holds what all domains contribute', () => {
  expect(registry.pages.map(({ name }) => name)).toEqual(expect.arrayContaining(['home', 'polls', 'hours', 'audit']));
  expect([...registry.feedCards.keys()].sort()).toEqual(surroundings.feedTypes.toSorted());
  expect([...registry.fillings.keys()].length).toBe(21);
});

const page = (meta: object, name = 'lost'): PageRoute =>
  ({ path: name, name, component: defineComponent({ render: () => null }), meta }) as unknown as PageRoute;
const complete = { titleKey: 'title.home', module: 'NONE' };
const withDomain = (planted: Partial<WebDomain>): WebDomain[] => [
  ...domains,
  app,
  { name: 'planted', ...planted } as WebDomain,
];
const around = (planted: Partial<Surroundings> = {}): Surroundings => ({
  ...surroundings,
  folders: [...surroundings.folders, 'planted'],
  serverOrder: [...surroundings.serverOrder, 'planted'],
  ...planted,
});
/** Omissions of the product itself are reported by the test above; the other tests ignore them. */
const ownOmissions = new Set(findOmissions([...domains, app], surroundings));
const omissions = (planted: Partial<WebDomain>, surrounding?: Partial<Surroundings>) =>
  findOmissions(withDomain(planted), around(surrounding)).filter((sentence) => !ownOmissions.has(sentence));

describe('what is left out is said in one sentence', () => {
  const file = 'web/planted/planted.pages.ts';

  it('nothing is said of a complete domain', () => {
    expect(omissions({ routes: [page(complete)] })).toEqual([]);
  });

  it('a folder that is not in the list', () => {
    expect(findOmissions([...domains, app], around())).toEqual([
      `web/domains.ts: add planted, the manifest in ${file}, in the order of the server.`,
    ]);
  });

  it('a domain without a folder, and one in another place than on the server', () => {
    expect(findOmissions(withDomain({}), surroundings)[0]).toBe(
      'web/domains.ts: rename or remove planted, for there is no folder web/planted.',
    );
    expect(findOmissions([...domains.toReversed(), app], surroundings)).toEqual([
      expect.stringMatching(/^web\/domains\.ts: put the domains into the order of the server: municipality, hours, /),
    ]);
  });

  it.each([
    { title: 'no title', meta: { module: 'NONE' } },
    { title: 'an empty one', meta: { titleKey: '', module: 'NONE' } },
  ])('a route with $title', ({ meta }) => {
    expect(omissions({ routes: [page(meta)] })).toEqual([
      `${file}: add meta.titleKey to the route "lost", the name of the page.`,
    ]);
  });

  it('a title without a text', () => {
    expect(omissions({ routes: [page({ ...complete, titleKey: 'title.lost' })] })).toEqual([
      `web/planted/locales/de.json: add the text "title.lost", which the route "lost" of ${file} shows.`,
    ]);
  });

  it.each([{ module: undefined }, { module: '' }, { module: 'LOST' }])('the module guard $module', ({ module }) => {
    expect(omissions({ routes: [page({ ...complete, module })] })).toEqual([
      `${file}: add meta.module to the route "lost": a module, or NONE if every town has the page.`,
    ]);
  });

  it('a row of the settings list without its texts', () => {
    expect(omissions({ routes: [page({ ...complete, settings: { section: 'hall', icon: {} } })] })).toEqual([
      `web/planted/locales/de.json: add the text "settings.page.lost", which the route "lost" of ${file} shows.`,
      `web/planted/locales/de.json: add the text "settings.about.lost", which the route "lost" of ${file} shows.`,
    ]);
  });

  it('a page that is part of none', () => {
    expect(omissions({ routes: [page({ ...complete, within: 'nowhere' })] })).toEqual([
      `${file}: the route "lost" names the page "nowhere", which no domain has.`,
    ]);
  });

  it.each([{ feedCards: undefined }, { feedCards: { PlantedItem: { row: {}, module: 'NONE' } } }])(
    'a feed type with the entry $feedCards',
    ({ feedCards }) => {
      const planted = { feedCards } as Partial<WebDomain>;
      expect(omissions(planted, { feedTypes: [...surroundings.feedTypes, 'PlantedItem'] })).toEqual([
        `${file}: add feedCards.PlantedItem with its row and module, or feeds cannot show it.`,
      ]);
    },
  );

  it.each([{ inboxItems: undefined }, { inboxItems: { PlantedItem: {} } }])(
    'an inbox type with the row $inboxItems',
    ({ inboxItems }) => {
      const planted = { inboxItems } as Partial<WebDomain>;
      expect(omissions(planted, { inboxTypes: [...surroundings.inboxTypes, 'PlantedItem'] })).toEqual([
        `${file}: add inboxItems.PlantedItem, the row of a message, or the inbox cannot show it.`,
      ]);
    },
  );

  it('a message kind without words', () => {
    expect(omissions({}, { messageKinds: ['PLANTED_FOUND'] })).toEqual([
      'web/planted/locales/de.json: add the text "inbox.kind.PLANTED_FOUND", what the inbox calls such a message.',
    ]);
  });

  it.each([
    ['Module', 'PLANTED', 'module.name.PLANTED'],
    ['RoleKind', 'PLANTED_ROLE', 'role.PLANTED_ROLE'],
    ['Scope', 'PLANTED_READ', 'keys.scope.PLANTED_READ'],
    ['UserErrorCode', 'PLANTED_REFUSAL', 'errors.PLANTED_REFUSAL'],
    ['Channel', 'PLANTED_WAY', 'preference.channel.PLANTED_WAY'],
    ['AuditTopic', 'PLANTED', 'audit.topic.PLANTED'],
    ['AuditKind', 'PLANTED_LOST', 'audit.sentence.PLANTED_LOST'],
  ])('a value of %s without its text', (name, value, text) => {
    expect(omissions({}, { openEnums: { [name]: [value] } })[0]).toBe(
      `web/planted/locales/de.json: add the text "${text}", for the value ${value} of ${name}.`,
    );
  });

  it('a module that no domain shows, and an audited subject without a page', () => {
    const planted = {
      modules: [...surroundings.modules, 'PLANTED'],
      openEnums: { AuditSubjectKind: ['PLANTED_ITEM'] },
    };
    expect(omissions({}, planted)).toEqual([
      "web/planted/planted.pages.ts: add module: { name: 'PLANTED', icon }, or no town can switch it.",
      'web/planted/planted.pages.ts: add auditedPages.PLANTED_ITEM, the page that shows such a subject.',
    ]);
  });
});

it('tells the server every page of the manifests', () => {
  const paths = registry.pages.map(({ path }) => path).filter((path) => !path.includes('(.*)*'));
  const pages = paths.map((path) => (path.startsWith('/') ? path : `/:ags(\\d{8})/${path}`.replace(/\/$/, '')));
  expect(listPages('.')).toEqual(pages.sort());
});
