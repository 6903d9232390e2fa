import { auditServer } from 'graphql-http';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { freePort } from './harness/ports.ts';
import { isReady, launch } from './harness/product.ts';
import type { Stage } from './harness/stage.ts';

/**
 * Number of audits that must pass: Apollo's baseline. The product refuses six recommendations on purpose (status 400
 * for some answers, and Apollo's guard against foreign pages).
 */
const wantedOk = 55;

export const audit: StagedScenario = {
  name: 'audit',
  promise: 'the 61 audits of graphql-http (GraphQL over HTTP): MUST failures 0, ok at least 55',
  control: {
    title: 'bodies of type application/json are not read',
    patches: [
      {
        file: 'server/kernel/graphqlHttp.ts',
        find: 'express.json({ limit: queryLimits.bodyBytes })',
        replace: `express.json({ limit: queryLimits.bodyBytes, type: 'application/graphql+json' })`,
      },
    ],
  },
  attempt: runAudits,
};

/** Data directory of the demo town per stage: the run of the product fills the directory, the control uses it again. */
const dataDirs = new WeakMap<Stage, string>();

/** The audits run against demo mode, because they introspect and an installation refuses introspection. */
async function runAudits(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const port = await freePort();
  const DATA_DIR = dataDirs.get(stage) ?? stage.folder('demo');
  dataDirs.set(stage, DATA_DIR);
  const demo = launch(folder, { PORT: String(port), DATA_DIR, LOG_LEVEL: 'warn' });
  if (!(await isReady(demo, port))) throw new Error(`demo mode did not start: ${demo.output()}`);
  const results = await auditServer({ url: `http://127.0.0.1:${port}/graphql`, fetchFn: fetch });
  demo.kill('SIGTERM');
  await demo.exited;
  const problems = new Problems();
  const failed = results.filter(({ status }) => status === 'error');
  const ok = results.filter(({ status }) => status === 'ok').length;
  for (const { name } of failed) problems.require(false, `failed: ${name}`);
  problems.require(ok >= wantedOk, `ok: ${ok} instead of ${wantedOk} or more`);
  if (!isControl) {
    for (const result of results) {
      if (result.status !== 'ok') console.log(`          ${result.status}: ${result.name}: ${result.reason}`);
    }
  }
  return { figures: { audits: results.length, ok, 'MUST failures': failed.length }, problems: problems.list };
}
