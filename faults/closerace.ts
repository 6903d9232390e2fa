import type { Client } from './harness/http.ts';
import { closePoll, openPoll, type Poll, readTally, type Tally, uuidOf, vote } from './harness/polls.ts';
import { type Product, startNodes } from './harness/product.ts';
import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { pause } from './harness/waiting.ts';

const votersPerRound = 100;

export const closeRace: StagedScenario = {
  name: 'closerace',
  promise: 'votes racing the close through both processes: ballots after the close 0, tally = acknowledged votes',
  control: {
    title: 'votes do not lock the row of their poll',
    patches: [
      {
        file: 'server/poll/poll.ballots.ts',
        find: '  order by p.id\n  for no key update\n',
        replace: '  order by p.id\n',
      },
    ],
  },
  attempt: race,
};

async function race(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { database, ...settings } = await stage.copyTown();
  const nodes = await startNodes(folder, 2, settings);
  const rounds = stage.isShort ? 6 : 20;
  const problems = new Problems();
  const answers: string[] = [];
  let leftOver = 0;
  for (let round = 0; round < rounds; round++) {
    const result = await runRound(stage, nodes, round, database);
    const acknowledged = result.answers.filter((answer) => answer === 'counted').length;
    answers.push(...result.answers);
    leftOver += result.ballots;
    problems.equal(`round ${round}: answer to the close`, result.closing, 'closed');
    problems.equal(`round ${round}: ballots after the close`, result.ballots, 0);
    for (const [n, { total, turnout, isFinal }] of result.tallies.entries()) {
      problems.equal(`round ${round}: tally on process ${n}`, total, acknowledged);
      problems.equal(`round ${round}: turnout on process ${n}`, turnout, acknowledged);
      problems.require(isFinal, `round ${round}: not final on process ${n}`);
    }
    if (isControl && problems.list.length > 0) break;
  }
  const others = answers.filter((answer) => !['counted', 'POLL_NOT_OPEN'].includes(answer));
  problems.equal('other answers', countWords(others), 'none');
  problems.require(answers.includes('counted') && answers.includes('POLL_NOT_OPEN'), 'there was no race at all');
  await Promise.all(nodes.map((node) => node.stop()));
  return {
    figures: {
      rounds: answers.length / votersPerRound,
      answers: countWords(answers),
      'ballots after the close': leftOver,
      wrong: problems.list.length,
    },
    problems: problems.list,
  };
}

interface Round {
  /** `closed`, or the first 200 characters of the error. */
  readonly closing: string;
  readonly answers: readonly string[];
  readonly ballots: number;
  readonly tallies: readonly Tally[];
}

/** One poll: each voter votes once, at a different moment within 120 ms, and the close is sent in the middle. */
async function runRound(stage: Stage, nodes: readonly Product[], round: number, database: string): Promise<Round> {
  const { admin, people, groupId } = stage.town;
  const ports = nodes.map(({ port }) => port);
  const a = ports[round % 2]!;
  const b = ports[(round + 1) % 2]!;
  const poll = await openPoll(a, admin, groupId);
  const voters = people.slice((round % 2) * votersPerRound, (round % 2) * votersPerRound + votersPerRound);
  const spreadMs = 120;
  const votes = voters.map(async (person, n) => {
    await pause((spreadMs * n) / voters.length);
    return vote(n % 2 === 0 ? a : b, person, poll, n % 3);
  });
  const [answers, closing] = await Promise.all([
    Promise.all(votes),
    pause(spreadMs / 2).then(() => tryClosing(b, admin, poll)),
  ]);
  const tallies = await Promise.all(ports.map((port) => readTally(port, admin, poll)));
  const [left] = await stage.postgres.rows<{ ballots: number }>(
    database,
    `select count(*) as ballots from ballot where poll_id = '${uuidOf(poll.id)}'`,
  );
  return { closing, answers, ballots: left?.ballots ?? -1, tallies };
}

function tryClosing(port: number, admin: Client, poll: Poll): Promise<string> {
  return closePoll(port, admin, poll).then(
    () => 'closed',
    (error: unknown) => String(error).slice(0, 200),
  );
}
