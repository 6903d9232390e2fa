import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { filesOf, SlowFilesFirst, usualTimeout } from './server/testing/projects.ts';
import { RunAloneReporter } from './server/testing/runAlone.ts';

const graphql = dirname(fileURLToPath(import.meta.resolve('graphql')));

/** docs/testing.md says which file belongs to which project. What all of them share lets them share one Vite server. */
function serverProject(
  name: 'unit' | 'server' | 'server-own',
  options: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: filesOf(name),
      setupFiles: ['reflect-metadata'],
      testTimeout: usualTimeout,
      hookTimeout: usualTimeout,
      ...options,
    },
  };
}

const onProduct: TestProjectInlineConfiguration['test'] = {
  globalSetup: ['server/testing/database.setup.ts'],
  // The tests of a file share its server, and some continue what an earlier one began.
  sequence: { shuffle: false },
};

export default defineConfig({
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
      { test: { name: 'web', include: ['web/**/*.test.ts'], environment: 'happy-dom', testTimeout: usualTimeout } },
    ],
    reporters: ['default', new RunAloneReporter()],
    sequence: { shuffle: true, sequencer: SlowFilesFirst },
    // The usual number is one less, which leaves one of two processors idle.
    maxWorkers: availableParallelism(),
  },
});
