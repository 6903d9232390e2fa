import { say } from './harness/report.ts';
import { clientIp } from './harness/people.ts';
import { openPoll, vote } from './harness/polls.ts';
import { startProduct } from './harness/product.ts';
import { openAcknowledged } from './harness/raw.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { bombCases } from './protocol/bombs.ts';
import { isAsExpected, type Target } from './protocol/cases.ts';
import { handshakeCases } from './protocol/handshake.ts';
import { hostile } from './protocol/hostile.ts';
import { leakCases } from './protocol/leaks.ts';
import { operationCases } from './protocol/operations.ts';
import { slowCases } from './protocol/slow.ts';

const cases = [...handshakeCases, ...operationCases, ...bombCases, ...leakCases, ...slowCases];

export const protocol: StagedScenario = {
  name: 'protocol',
  promise: 'graphql-transport-ws and GraphQL over HTTP: every breach is answered as the protocol says, limits hold',
  control: {
    title: 'query limits are not applied on the socket',
    patches: [
      {
        file: 'server/kernel/queryLimits.ts',
        find: 'validate(schema, document, limitRules, { maxErrors: queryLimits.errors })',
        replace: 'validate(schema, document, [], { maxErrors: queryLimits.errors })',
      },
    ],
  },
  attempt: tryCases,
};

async function tryCases(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { database, ...settings } = await stage.copyTown();
  const server = await startProduct(folder, settings);
  const poll = await openPoll(server.port, stage.town.admin, stage.town.groupId);
  // Results show counts only above a minimum number of voters.
  await Promise.all(stage.town.people.slice(50, 56).map((person) => vote(server.port, person, poll, 0)));
  let clients = 0;
  const nobody = () => ({ ip: clientIp(100_000 + ++clients) });
  const target: Target = { stage, server, port: server.port, poll, database, nobody };

  const problems = new Problems();
  const chosen = isControl ? bombCases : cases;
  for (const { name, expected, run } of chosen) {
    const actual = await run(target).catch((error: unknown) => `failed: ${String(error)}`);
    const isFine = isAsExpected(actual, expected);
    if (!isControl)
      say(`  ${isFine ? 'ok ' : 'RED'} ${name}: ${actual}${isFine ? '' : `, expected ${String(expected)}`}`);
    problems.require(isFine, `${name}: ${actual}, expected ${String(expected)}`);
  }
  const last = await openAcknowledged(server.port, nobody());
  const exit = await server.stop();
  problems.equal('sockets at the end of the process', (await last.closing())?.code, 1001);
  problems.equal('exit code', exit.code, 0);
  const wrong = problems.list.length;
  return {
    figures: {
      'hostile documents': hostile.length,
      transports: 2,
      cases: chosen.length + 1,
      'as expected': chosen.length + 1 - wrong,
      wrong,
    },
    problems: problems.list,
  };
}
