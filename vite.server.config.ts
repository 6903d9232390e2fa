import { defineConfig } from 'vite';

/** One file for the server; packages stay outside (they are installed next to it). */
export default defineConfig({
  build: { ssr: 'server/main.ts', outDir: 'dist/server', target: 'node24', emptyOutDir: true, sourcemap: true },
});
