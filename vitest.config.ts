import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** graphql has a `module` field: without this our code and Apollo would get two copies of it. */
const oneGraphql = [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }];

export default defineConfig({
  test: {
    // One less, the default, would be a single one on two cores; most of a test's time is waiting.
    maxWorkers: availableParallelism(),
    projects: [
      {
        resolve: { alias: oneGraphql },
        test: {
          name: 'server',
          environment: 'node',
          include: ['server/**/*.test.ts', 'schema/**/*.test.ts'],
          pool: 'forks',
          setupFiles: ['reflect-metadata'],
          globalSetup: ['server/testing/database.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [vue()],
        test: { name: 'web', environment: 'happy-dom', include: ['web/**/*.test.ts'] },
      },
    ],
  },
});
