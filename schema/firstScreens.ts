import { readFileSync, globSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getOperationAST, parse } from 'graphql';
import * as lucide from '@lucide/vue';
import vue from '@vitejs/plugin-vue';
import { createServer, type Plugin } from 'vite';
import { type Component, createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { format, resolveConfig } from 'prettier';
import { readTexts } from '../scripts/locales.mjs';
import { readPlace } from '../server/kernel/firstScreen.ts';
import type { PageRoute, TownView } from '../web/shared/domain.ts';
import type { FirstBlock, FirstRead, FirstScreen, FirstScreens } from '../web/shared/firstScreen.ts';

/**
 * Writes schema/firstScreens.json: for each page of the web app the queries whose answers the server puts into the
 * page's HTML, and what the HTML shows before the script runs. The file is made from the manifests of the web app
 * (*.pages.ts), the files *.first.ts beside them, the registered documents and the texts.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const target = fileURLToPath(new URL('firstScreens.json', import.meta.url));

/** Roles whose menus can differ from a citizen's. */
const roles = ['CLERK', 'EDITOR', 'ADMIN', 'REGISTRAR'] as const;

/** Component whose HTML is part of the file. */
const picture = 'web/municipality/PlacePicture.vue';
const motifs = ['COAST', 'HILLS', 'PLAIN', 'RIVER'];

/** Manifests import their pages; of a page only the path of its file is needed here. */
const withoutComponents: Plugin = {
  name: 'without-components',
  enforce: 'pre',
  load: (id) => {
    const [file = ''] = id.split('?');
    return file.endsWith('.vue') && !file.endsWith(picture)
      ? `export default { file: ${JSON.stringify(file.replace(`${root}web/`, ''))} };`
      : null;
  },
};

const vite = await createServer({
  configFile: false,
  root: `${root}web`,
  logLevel: 'error',
  plugins: [withoutComponents, vue({ include: new RegExp(`${picture}$`) })],
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  appType: 'custom',
});

async function load<Module>(path: string): Promise<Module> {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the module is ours, Vite does not know its type
  return (await vite.ssrLoadModule(`${root}${path}`)) as Module;
}

const documents: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(`${root}web/gql/persisted-documents.json`, 'utf8'),
);
const idsByName = new Map(
  Object.entries(documents).map(([id, text]) => [getOperationAST(parse(text))?.name?.value ?? '', { id, text }]),
);

/** The query with the id of its document. Throws for an unknown query, and for variables that it does not have. */
function registered({ query, variables = {}, ifSignedIn = false, townQuery }: FirstRead) {
  const values = Object.values(variables).map(String);
  const isById = !values.includes(':ags') && values.some((value) => /^:(?!uses )/.test(value));
  if (isById && townQuery === undefined) throw new Error(`The query ${query} needs a townQuery.`);
  return {
    ...documentOf(query, variables),
    variables,
    ifSignedIn,
    ...(townQuery !== undefined && { townQuery: documentOf(townQuery, variables) }),
  };
}

function documentOf(query: string, variables: object) {
  const found = idsByName.get(query);
  const operation = getOperationAST(parse(found?.text ?? '{ unknown }'), query);
  if (!found || operation?.operation !== 'query') throw new Error(`A first screen reads ${query}, which is no query.`);
  const known = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  const strange = Object.keys(variables).filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`The query ${query} has no variable ${strange.join(', ')}.`);
  return { name: query, id: found.id };
}

function pathOf({ path }: Pick<PageRoute, 'path'>): string {
  return path.startsWith('/') ? path : `/:ags(\\d{8})/${path}`.replace(/\/$/, '');
}

/** Path of the component's file if it is loaded with the page; null: it is part of the main script. */
async function fileOf({ component }: PageRoute): Promise<string | null> {
  if (typeof component !== 'function') return null;
  const load: unknown = component;
  const loaded: unknown = isLoader(load) ? await load() : undefined;
  const file = readPlace(loaded, 'default.file');
  if (typeof file !== 'string') throw new Error('a page is loaded from no file');
  return file;
}

function isLoader(component: unknown): component is () => Promise<unknown> {
  return typeof component === 'function';
}

async function pageOf(
  page: PageRoute,
  { reads = [], frame, blocks = [], preview }: FirstScreen,
  ofTown: readonly FirstRead[],
) {
  const { titleKey, bare = false, openTo } = page.meta;
  const isOfTown = !page.path.startsWith('/');
  const all = [...(isOfTown ? ofTown : []), ...reads];
  const unknown = blocks.filter(({ part }) => !markup.includes(`<!-- part: ${part} -->`));
  if (unknown.length > 0) throw new Error(`The shell has no part ${unknown.map(({ part }) => part).join(', ')}.`);
  return {
    name: page.name,
    path: pathOf(page),
    titleKey,
    component: await fileOf(page),
    isBare: bare,
    frame: `${isOfTown ? 'town' : 'frameless'}${(frame ?? '').replace(/^./, (letter) => letter.toUpperCase())}`,
    reads: all.map(registered),
    blocks: await Promise.all(blocks.map(drawnBlock)),
    ...(preview && { preview }),
    ...(openTo && { openTo }),
  };
}

async function drawnBlock({ entries, ...block }: FirstBlock) {
  if (!entries) return block;
  const { rows, ...all } = entries;
  const drawnRows = Object.entries(rows ?? {}).map(async ([type, { icon, unfolds = false, below }]) => {
    const known = registry.feedCards.get(type);
    return [
      type,
      {
        icon: await drawnIcon(`${icon} 22`),
        leads: known?.lead !== undefined,
        bundles: known?.bundle !== undefined,
        unfolds,
        ...(below && { below: { at: below.at, icon: await drawnIcon(`${below.icon} 22`) } }),
      },
    ];
  });
  return { ...block, entries: { ...all, ...(rows && { rows: Object.fromEntries(await Promise.all(drawnRows)) }) } };
}

/** Entry of the tab bar. */
async function tabOf(page: PageRoute) {
  const { navigation, module, roles: offeredTo } = page.meta;
  if (!navigation) return [];
  const isWideOnlyFor = (own: readonly string[]): boolean => {
    const view: TownView = { uses: () => true, hasRole: (...asked) => asked.some((role) => own.includes(role)) };
    return navigation.isWideOnly?.(view) ?? false;
  };
  return [
    {
      name: page.name,
      path: pathOf(page),
      labelKey: navigation.labelKey,
      icon: await drawn(navigation.icon, { size: 24 }),
      isRaised: navigation.isRaised ?? false,
      module,
      ...(offeredTo && { roles: offeredTo }),
      isWideOnly: isWideOnlyFor([]),
      wideOnlyFor: roles.filter((role) => isWideOnlyFor([role])),
      rank: navigation.rank,
    },
  ];
}

function linkOf(page: PageRoute) {
  const { homeLink, module } = page.meta;
  return homeLink ? [{ path: pathOf(page), labelKey: homeLink.labelKey, module, rank: homeLink.rank }] : [];
}

function drawn(component: Component, props: Readonly<Record<string, unknown>>): Promise<string> {
  return renderToString(createSSRApp({ render: () => h(component, { ...props, 'aria-hidden': 'true' }) }));
}

/** SVG of an icon by its name and size, such as "Bell 24". */
function drawnIcon(wish: string): Promise<string> {
  const [name = '', size] = wish.split(' ');
  const icon: unknown = Object.entries(lucide).find(([known]) => known === name)?.[1];
  if (!isComponent(icon)) throw new Error(`Lucide has no icon ${name}.`);
  return drawn(icon, { size: Number(size) });
}

function isComponent(value: unknown): value is Component {
  return typeof value === 'function';
}

/** Text for a key with dots. */
function textOf(texts: object, key: string): string | undefined {
  const found = readPlace(texts, key);
  return typeof found === 'string' ? found : undefined;
}

function noText(key: string): never {
  throw new Error(`The first screens show ${key}, which is no text.`);
}

const markup = readFileSync(`${root}web/shell.html`, 'utf8');
interface Registry {
  readonly pages: readonly PageRoute[];
  readonly feedCards: ReadonlyMap<string, { readonly lead?: Component; readonly bundle?: Component }>;
}
const { registry } = await load<{ registry: Registry }>('web/domains.ts');
const { everyTownPage } = await load<{ everyTownPage: readonly FirstRead[] }>('web/app/app.first.ts');
const files = globSync('web/*/*.first.ts', { cwd: root }).toSorted();
const modules = await Promise.all(files.map((file) => load<{ firstScreens: FirstScreens }>(file)));
const screens: FirstScreens = Object.assign({}, ...modules.map(({ firstScreens }) => firstScreens));
const strange = Object.keys(screens).filter((name) => !registry.pages.some((page) => page.name === name));
if (strange.length > 0) throw new Error(`No page has the name ${strange.join(', ')}.`);

const pages = await Promise.all(
  registry.pages
    .filter(({ path }) => !path.includes('(.*)*'))
    .map((page) => pageOf(page, screens[page.name] ?? {}, everyTownPage)),
);
const tabs = (await Promise.all(registry.pages.map(tabOf))).flat().toSorted((a, b) => a.rank - b.rank);
const links = registry.pages.flatMap(linkOf).toSorted((a, b) => a.rank - b.rank);
/** Texts and icons that the markup names in braces: {t key} or {icon Name 22}. */
const named = (kind: 't' | 'icon'): string[] =>
  [...markup.matchAll(/\{(t|icon) ([^}]+)\}/g)].flatMap(([, found, wish = '']) => (found === kind ? [wish] : []));
const keys = new Set([
  ...named('t'),
  ...[...tabs, ...links].map(({ labelKey }) => labelKey),
  ...pages.flatMap(({ titleKey, blocks, preview }) => [
    titleKey,
    ...(preview?.date?.notices ?? []).map(({ key }) => key),
    ...blocks.flatMap(({ key, merged }) => [
      ...(key === undefined ? [] : [key]),
      ...(merged?.lists ?? []).map(({ actKey }) => actKey),
    ]),
  ]),
]);
const icons = Object.fromEntries(
  await Promise.all([...new Set(named('icon'))].toSorted().map(async (wish) => [wish, await drawnIcon(wish)])),
);
const { default: PlacePicture } = await load<{ default: Component }>(picture);
const pictures = Object.fromEntries(
  await Promise.all(
    motifs.map(async (motif) => [motif, (await drawn(PlacePicture, { motif })).replaceAll('v-0', 'shell-sky')]),
  ),
);
const languages: Readonly<Record<string, string>> = JSON.parse(readFileSync(`${root}web/languages.json`, 'utf8'));
const texts = Object.fromEntries(
  Object.keys(languages).map((locale) => {
    const own = readTexts(root, locale);
    const base = readTexts(root, locale.slice(0, 2));
    return [
      locale,
      Object.fromEntries(
        [...keys].toSorted().map((key) => [key, textOf(own, key) ?? textOf(base, key) ?? noText(key)]),
      ),
    ];
  }),
);
const options = { ...(await resolveConfig(target)), filepath: target };
writeFileSync(target, await format(JSON.stringify({ pages, tabs, links, icons, pictures, languages, texts }), options));
await vite.close();
