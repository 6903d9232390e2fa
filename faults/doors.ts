import { join } from 'node:path';
import { tryDrain, tryNpm } from './doors/drain.ts';
import { tryRefusals, trySecondProcess } from './doors/refusals.ts';
import { ask, codesOf, get } from './harness/http.ts';
import { clientIp, signIn } from './harness/people.ts';
import { type Product, startProduct } from './harness/product.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

export const doors: StagedScenario = {
  name: 'doors',
  promise: 'installation mode has no demo doors, refuses unusable settings with a message, drains on SIGTERM',
  control: {
    title: 'installation mode introspects and shows the mailbox; a folder in use is not refused',
    patches: [
      {
        file: 'server/kernel/admission.ts',
        find: `return config.mode === 'demo' ||`,
        replace: `return config.mode !== 'demo' ||`,
      },
      {
        file: 'server/database/lock.ts',
        find: 'return owner !== undefined && isAlive(owner) ? owner : undefined;',
        replace: 'return owner !== undefined && owner < 0 ? owner : undefined;',
      },
    ],
  },
  attempt: tryDoors,
};

async function tryDoors(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const problems = new Problems();
  const { database, ...settings } = await stage.copyTown();
  const server = await startProduct(folder, settings);
  await lookForDoors(stage, server, problems);
  const drained = await tryDrain(stage, server, database, problems);
  const single = { DATA_DIR: join(stage.folder('single'), 'data'), SMTP_URL: stage.mail.url };
  const first = await startProduct(folder, single);
  await trySecondProcess(folder, single, problems);
  await first.stop();
  if (isControl) return { figures: { drained, wrong: problems.list.length }, problems: problems.list };
  const refused = await tryRefusals(folder, settings, problems);
  const npm = await tryNpm(folder, settings, problems);
  return { figures: { 'unusable settings refused': refused, drained, npm }, problems: problems.list };
}

/** Looks for mail on the paths of demo mode right after a mail was sent, so that an open path would show one. */
async function lookForDoors(stage: Stage, { port, process }: Product, problems: Problems): Promise<void> {
  const client = { ip: clientIp(200_000) };
  await signIn(port, stage.mail, 'tuer@example.org', clientIp(200_001));
  const secrets = /tuer@example\.org|\b\d{8}\b/;
  for (const path of ['/mailbox', '/mailbox/1', '/mailbox.jsonl', '/demo', '/graphql?query={__typename}']) {
    const reply = await get(port, client, path, { accept: 'text/html' });
    problems.require(!secrets.test(reply.text), `${path} shows mail`);
    const isPage = reply.status === 404 || reply.text.includes('<div id="app"') || reply.status === 400;
    problems.require(isPage, `${path}: ${reply.status}`);
  }
  for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }']) {
    const reply = await ask(port, client, query);
    problems.require(reply.data == null && codesOf(reply).length > 0, `introspection is answered: ${query}`);
  }
  const printed = process.output();
  problems.require(/installation mode/.test(printed), 'the mode is not said at the start');
  problems.require(!/sign-in\/|mailbox|demo mode/.test(printed), 'demo doors are printed');
}
