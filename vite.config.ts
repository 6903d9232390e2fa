import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';
import { documentModule, nodesModule } from './scripts/documents.mjs';
import { splitTexts } from './scripts/locales.mjs';

const server = `http://127.0.0.1:${process.env.PORT ?? 4000}`;
/** Entries, and what only they need; the service worker is one file, because browsers run it as a classic script. */
const beginning = /\.html|web\/(main|sw)\.ts|web\/notification\/pushWorker\.ts|partner\/explorer/;
const library = /^(?!.*\.css).*(node_modules|web\/shared\/(libraries|tasks)\.ts)/;
const part = /web\/ui\/(?!ModalSheet|ActionMenu)|lucide\/vue\/dist\/esm\/icons/;

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('./web', import.meta.url)),
  plugins: [vue(), tailwindcss(), kernTokens(), texts(), documents(), earlyFont(), shell()],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    // Messages are interpreted, never turned into code: the page's policy forbids eval.
    __INTLIFY_JIT_COMPILATION__: true,
    __INTLIFY_DROP_MESSAGE_COMPILER__: false,
    'globalThis.__DEV__': JSON.stringify(mode !== 'production'),
  },
  build: {
    outDir: fileURLToPath(new URL('./dist/web', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    // Licences of all bundled packages; scripts/notices.mjs publishes them.
    license: true,
    // Fonts and pictures stay files: the page's policy allows no data: fonts.
    assetsInlineLimit: 0,
    // GraphiQL with its editor is heavy, and nobody but a partner loads it.
    chunkSizeWarningLimit: 6000,
    rollupOptions: {
      input: { app: page('index.html'), explorer: page('explorer.html'), sw: page('sw.ts') },
      // A file for each sign and each part would be eighty requests before the first screen, and pack badly.
      output: {
        // A worker is known by its address.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            // What the first screen needs is two files, each run in a task of its own; what only later pages share another.
            {
              name: 'libraries',
              test: (id) => library.test(id) && !beginning.test(id),
              tags: ['$initial'],
              priority: 1,
            },
            { name: 'first', test: (id) => !beginning.test(id), tags: ['$initial'] },
            { name: 'more', test: part, minShareCount: 3 },
          ],
        },
      },
    },
  },
  // The explorer's workers are imported with Vite's `?worker`, which the bundler of dependencies does not know.
  optimizeDeps: { exclude: ['@graphiql/react/setup-workers/vite'] },
  server: {
    host: '127.0.0.1',
    // What the server answers itself. The folders media, residence, identity and open311 of web/ must stay Vite's.
    proxy: {
      '/graphql': { target: server, ws: true },
      '^/mailbox': server,
      '^/(upload|open-data|feeds|cap|open311/v2|embed|ballot-box|results|boards)/': server,
      '^/media/[^/]+/': server,
      '^/residence/\\d{8}/': server,
      '^/(event-notices|attendances)/': server,
      '^/exports/': server,
      '^/identity/[^/]+/callback': server,
      '^/\\d{8}/(manifest\\.webmanifest|icons/)': server,
    },
  },
}));

/** Beside the first screen, what must open without a line: by the beginnings of their modules' paths in web/. */
const offline = new RegExp(
  `^(${[
    'locales/',
    'alert/(AlertsPage|page/|watch/)',
    'offline/',
    'app/(offline|home|profile)/',
    'feed/',
    'group/Groups?Page',
    'idea/Ideas?Page',
    'municipality/law/(LegalList|LegalText|Accessibility)Page',
    'notification/Inbox',
    'post/Post(Page|Card)',
    'poll/(Poll(?!Staff)|RunOff|PlainBar|VoterLine)',
    'issue/(Issue|visibility/|report/(My|Report|outbox/)|follow/|category/(Report|Emergency|Issue|use))',
  ].join('|')})`,
);

const usualFont = /source-sans-3-latin-wght-normal.*\.woff2$/;

/** Lists for the service worker (sw.ts) the files that the page needs offline; of the typefaces only the default one. */
function shell(): Plugin {
  const web = fileURLToPath(new URL('./web/', import.meta.url));
  return {
    name: 'shell',
    apply: 'build',
    enforce: 'post',
    generateBundle: (_options, bundle) => {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const known = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
      const needed = new Set<string>();
      const need = (name: string): void => {
        const chunk = known.get(name);
        if (!chunk || needed.has(name)) return;
        needed.add(name);
        for (const sheet of chunk.viteMetadata?.importedCss ?? []) needed.add(sheet);
        chunk.imports.forEach(need);
      };
      for (const { fileName, name, facadeModuleId } of chunks) {
        const path = facadeModuleId?.split('?')[0]?.replace(web, '') ?? '';
        if (path === 'index.html' || name === 'first' || offline.test(path)) need(fileName);
      }
      const fonts = Object.keys(bundle).filter((name) => usualFont.test(name));
      const files = [...needed, ...fonts].sort().map((name) => `/${name}`);
      const sw = known.get('sw.js');
      if (!sw) throw new Error('the worker was not built');
      if (sw.imports.length > 0) throw new Error(`the worker must be one file, but imports ${sw.imports.join(', ')}`);
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
      sw.code = sw.code
        .replaceAll('__SHELL_VERSION__', JSON.stringify(version))
        .replaceAll('__SHELL__', JSON.stringify(files));
    },
  };
}

function page(name: string): string {
  return fileURLToPath(new URL(`./web/${name}`, import.meta.url));
}

/**
 * The typeface is loaded with the page and not after the style sheet: text in another typeface is replaced sooner. The
 * server adds the scripts of the page that is opened (server/kernel/pageFiles.ts).
 */
function earlyFont(): Plugin {
  return {
    name: 'early-font',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((name) => usualFont.test(name))
          .map((name) => early({ rel: 'preload', as: 'font', href: `/${name}` })),
    },
  };
}

const early = (attrs: Record<string, string>) => ({
  tag: 'link',
  injectTo: 'head' as const,
  attrs: { ...attrs, crossorigin: true },
});

/** A language in two parts: what the first pages say, and with "?later" the rest (scripts/locales.mjs). */
function texts(): Plugin {
  const root = fileURLToPath(new URL('.', import.meta.url));
  return {
    name: 'texts',
    enforce: 'pre',
    transform: (_code, id) => {
      const [, locale = '', query] = /\/web\/locales\/([\w-]+)\.json(\?later)?$/.exec(id) ?? [undefined, '', null];
      if (query === null) return null;
      const { first, later } = splitTexts(root, locale);
      const json = JSON.stringify(query === undefined ? first : later);
      // Vite makes a module of JSON itself, but not of what has a query.
      return query === undefined ? json : { code: `export default ${json};`, moduleType: 'js' };
    },
  };
}

/** Generated documents stand in one file, which would be one chunk: here each is a module that goes where it is used. */
function documents(): Plugin {
  const prefix = '\0document:';
  const file = fileURLToPath(new URL('./web/gql/graphql.ts', import.meta.url));
  const importing = /import\s*\{([^}]*)\}\s*from\s*["'][^"']*\/gql\/graphql\.ts["'];?/g;
  const oneByOne = (names: string) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
      .map((name) => `import { ${name} } from 'document:${/^\w+/.exec(name)?.[0]}';`)
      .join('\n');
  return {
    name: 'documents',
    apply: 'build',
    enforce: 'post',
    transform: (code) =>
      code.includes('/gql/graphql.ts') ? code.replace(importing, (_, names) => oneByOne(names)) : null,
    resolveId: (source) => (source.startsWith('document:') ? `\0${source}` : null),
    load: (id) => {
      if (id === prefix) return nodesModule;
      return id.startsWith(prefix) ? documentModule(readFileSync(file, 'utf8'), id.slice(prefix.length)) : null;
    },
  };
}

/**
 * KERN publishes one stylesheet of 340 kB; we want its tokens alone. `virtual:kern-tokens.css` holds the rules that
 * consist of custom properties only, taken from the unchanged package. A build leaves out the tokens that nothing in
 * web/ names, half of them; the development server has all.
 */
function kernTokens(): Plugin {
  const id = 'virtual:kern-tokens.css';
  const sheet = fileURLToPath(new URL('./node_modules/@kern-ux/native/dist/kern.css', import.meta.url));
  const tokenRule =
    /^(?::root|\[data-kern-theme=(?:light|dark)\])[^{}]*\{(?:\s*(?:\/\*[^*]*\*\/|--kern-[^;{}]+;))+\s*\}/gm;
  let isBuild = false;
  return {
    name: 'kern-tokens',
    configResolved: ({ command }) => {
      isBuild = command === 'build';
    },
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (source) => {
      if (source !== `\0${id}`) return null;
      const rules = (readFileSync(sheet, 'utf8').match(tokenRule) ?? []).join('\n');
      return isBuild ? onlyUsed(rules) : rules;
    },
  };
}

/** The rules without tokens that neither a file of web/ nor a token in use names. */
function onlyUsed(rules: string): string {
  const web = fileURLToPath(new URL('./web/', import.meta.url));
  const tokens = [...rules.matchAll(/(--kern-[\w-]+):([^;]+);/g)];
  const used = new Set<string>();
  const use = (text: string): void => {
    for (const [token] of text.matchAll(/--kern-[\w-]+/g)) {
      if (used.has(token)) continue;
      used.add(token);
      for (const [, name, value = ''] of tokens) if (name === token) use(value);
    }
  };
  for (const file of globSync('**/*.{css,vue,ts,html}', { cwd: web })) use(readFileSync(`${web}${file}`, 'utf8'));
  return rules.replace(/(--kern-[\w-]+):[^;]+;/g, (rule, token: string) => (used.has(token) ? rule : ''));
}
