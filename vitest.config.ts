import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** graphql has a `module` field: without this our code and Apollo would get two copies of it. */
const oneGraphql = [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }];

/** These begin, or at the end one worker would be left alone with them. */
const slowest = ['server/policy.test.ts', 'server/hidden.test.ts', 'server/issue/issue.day.test.ts'];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification): boolean => slowest.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFirst },
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
