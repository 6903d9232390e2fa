import { auditServer } from 'graphql-http';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { freePort } from './harness/ports.ts';
import { isReady, launch } from './harness/product.ts';
import type { Stage } from './harness/stage.ts';

/** Apollo's own baseline: six recommendations are refused on purpose (its 400s and its guard against foreign pages). */
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

/** The demo town is told once; the control finds it there. */
const dataDirs = new WeakMap<Stage, string>();

/** Against demo mode: the audits introspect, which an installation refuses. */
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
