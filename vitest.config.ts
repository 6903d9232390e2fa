import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { filesOf, type ServerProject, SlowFilesFirst, usualTimeout } from './server/testing/projects.ts';
import { RunAloneReporter } from './server/testing/runAlone.ts';

const graphql = dirname(fileURLToPath(import.meta.resolve('graphql')));

/** docs/testing.md says which file belongs to which project. What all of them share lets them share one Vite server. */
function serverProject(
  name: ServerProject,
  options: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: filesOf(name),
      setupFiles: ['reflect-metadata'],
      testTimeout: usualTimeout,
      hookTimeout: usualTimeout,
      // A busy machine delivers late; the usual second is too short.
      expect: { poll: { timeout: 20_000, interval: 100 } },
      ...options,
    },
  };
}

const onProduct: TestProjectInlineConfiguration['test'] = {
  globalSetup: ['server/testing/database.setup.ts', 'server/sweeps/sample.setup.ts'],
};

export default defineConfig({
  cacheDir: 'node_modules/.cache',
  plugins: [vue()],
  // graphql has a `module` field: without this our code and Apollo would load two copies of it.
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: `${graphql}/index.js` },
      { find: /^graphql\/(.+?)(\.js)?$/, replacement: `${graphql}/$1.js` },
    ],
  },
  test: {
    projects: [
      serverProject('unit', { isolate: false }),
      serverProject('server', { ...onProduct, isolate: false }),
      serverProject('server-own', { ...onProduct, isolate: true }),
      ...(process.env.CROSSCHECK === undefined ? [] : [serverProject('crosscheck', { ...onProduct, isolate: false })]),
      ...(process.env.PLANTED === undefined ? [] : [serverProject('planted', { ...onProduct, isolate: false })]),
      { test: { name: 'web', include: ['web/**/*.test.ts'], environment: 'happy-dom', testTimeout: usualTimeout } },
    ],
    reporters: ['default', new RunAloneReporter()],
    sequence: { shuffle: true, sequencer: SlowFilesFirst },
    // The usual number is one less, which leaves one of two processors idle.
    maxWorkers: availableParallelism(),
  },
});
