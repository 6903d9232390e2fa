import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const server = 'http://127.0.0.1:4000';

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('./web', import.meta.url)),
  plugins: [vue(), tailwindcss(), kernTokens(), drawLast()],
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
    // Fonts and pictures stay files: the page's policy allows no data: fonts.
    assetsInlineLimit: 0,
    // GraphiQL with its editor is heavy, and nobody but a partner loads it.
    chunkSizeWarningLimit: 6000,
    rollupOptions: {
      input: { app: page('index.html'), explorer: page('explorer.html') },
      // A file for each sign and each part would be eighty requests before the first screen, and pack badly.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'parts',
              test: /web\/ui\/(?!ModalSheet|ActionMenu)|lucide\/vue\/dist\/esm\/icons/,
              minShareCount: 3,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/graphql': { target: server, ws: true },
      '/mailbox': server,
    },
  },
}));

function page(name: string): string {
  return fileURLToPath(new URL(`./web/${name}`, import.meta.url));
}

/**
 * Nothing is drawn before the script has run, and with it the visitor's choice of light or dark: a white flash in a dark
 * room is what that choice is against. Browsers that do not know the attribute draw an empty page meanwhile.
 */
function drawLast(): Plugin {
  return {
    name: 'draw-last',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}

/**
 * KERN publishes one stylesheet of 340 kB; we want its tokens alone. `virtual:kern-tokens.css` holds the rules that
 * consist of custom properties only, taken from the unchanged package at build time.
 */
function kernTokens(): Plugin {
  const id = 'virtual:kern-tokens.css';
  const sheet = fileURLToPath(new URL('./node_modules/@kern-ux/native/dist/kern.css', import.meta.url));
  const tokenRule =
    /^(?::root|\[data-kern-theme=(?:light|dark)\])[^{}]*\{(?:\s*(?:\/\*[^*]*\*\/|--kern-[^;{}]+;))+\s*\}/gm;
  return {
    name: 'kern-tokens',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (source) => (source === `\0${id}` ? (readFileSync(sheet, 'utf8').match(tokenRule) ?? []).join('\n') : null),
  };
}
