import { castVote, type Poll, sum, uuidOf } from '../../faults/harness/polls.ts';
import { citizenId } from '../harness/citizens.ts';
import { startOwn, startPeerOn } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { openLivePoll } from '../harness/polls.ts';
import {
  compare,
  compareBaseline,
  type Figures,
  interleave,
  rename,
  type Rounds,
  turnsOf,
  worst,
} from '../harness/rounds.ts';
import type { Server } from '../harness/servers.ts';
import { installationsOf, type Stage } from '../harness/stage.ts';
import type { VoteCount } from '../harness/town.sql.ts';
import type { Election } from '../load/voters.ts';
import type { Job, Options, Row } from '../job.ts';

const atOnce = 64;
const expected = '"ballot":{"options":[{';
const naive = 'mercurius naive';

export interface Way {
  readonly server: Server;
  readonly transport: 'overSockets' | 'overHttp';
  /** Installation whose people vote. */
  readonly stage: Stage;
  /** Share of the votes for this way. Naive ways count all votes again for each vote, so they get fewer. */
  readonly share: number;
  readonly keepsCounters: boolean;
}

/** 64 people at a time vote once each. Afterwards the database must hold every vote exactly once. */
export const vote: Job = async (stage, options) => {
  const votes = options.isSmoke ? 100 : 4000;
  const there = options.isSmoke ? 500 : 20_000;
  const warmUp = options.isSmoke ? 20 : 200;
  const ways = await startWays(stage, options);
  for (const way of ways.values()) await holdElection(way, warmUp, 0); // warm-up: the first votes are slower
  const turn = turnsOf(ways, (way) => holdElection(way, Math.round(votes * way.share), there));
  const rounds = await interleave('vote', [...ways.keys()], options.rounds, turn);
  for (const server of new Set([...ways.values()].map(({ server: one }) => one))) await server.stop();
  return rowsOf(rounds, there);
};

async function startWays(stage: Stage, { hasPeers }: Options): Promise<ReadonlyMap<string, Way>> {
  const ways = new Map<string, Way>();
  const own = await Promise.all(installationsOf(stage).map(startOwn));
  for (const { name, server, stage: one } of own) {
    ways.set(name, { server, transport: 'overSockets', stage: one, share: 1, keepsCounters: true });
  }
  for (const { name, server, stage: one } of own) {
    ways.set(`${name} http`, { server, transport: 'overHttp', stage: one, share: 1, keepsCounters: true });
  }
  if (!hasPeers) return ways;
  const [same, other] = await Promise.all([
    startPeerOn(stage, 'mercurius', { LOOK_UP: 'yes' }),
    startPeerOn(stage, 'mercurius', { LOOK_UP: 'yes', VOTES: 'naive' }),
  ]);
  ways.set('mercurius', { server: same, transport: 'overHttp', stage, share: 1, keepsCounters: true });
  ways.set('mercurius socket', { server: same, transport: 'overSockets', stage, share: 1, keepsCounters: true });
  ways.set(naive, { server: other, transport: 'overHttp', stage, share: 0.1, keepsCounters: false });
  return ways;
}

/**
 * Lets as many people vote once each; `before`: votes that are stored already. `begin` is called when everybody is ready.
 * Throws if a vote is refused.
 */
export async function holdElection(
  way: Way,
  votes: number,
  before: number,
  begin?: () => Promise<void>,
): Promise<Figures> {
  const { server, transport, stage, keepsCounters } = way;
  const poll = await openLivePoll(stage);
  await fill(stage, poll, votes, before);
  const cookies = stage.citizens.slice(0, votes).map(({ cookie }) => cookie);
  const variables = cookies.map((_, n) => ({ id: poll.id, options: [poll.options[n % poll.options.length]] }));
  const election: Election = { port: server.port, cookies, asked: { query: castVote }, variables, atOnce, expected };
  if (transport === 'overSockets') await stage.voters('open', { port: server.port, cookies });
  await begin?.();
  const cpu = cpuOf(server.pid);
  const { ms, counted, medianMs, p99Ms, refusals } = await stage.voters(transport, election);
  const cpuMs = cpuOf(server.pid) - cpu;
  await stage.voters('close', undefined);
  if (counted < votes) throw new Error(`${votes - counted} votes were refused: ${refusals.join(' ')}`);
  const { lost, doubled } = await recount(stage, poll, before + counted, keepsCounters);
  return {
    'votes/s': counted / (ms / 1000),
    µs: (cpuMs * 1000) / counted,
    'p50 ms': medianMs,
    'p99 ms': p99Ms,
    lost,
    doubled,
  };
}

/** Inserts votes of the citizens from number `from` on, with the counters that casting would have set. */
async function fill({ postgres, database, sql }: Stage, poll: Poll, from: number, count: number): Promise<void> {
  const filling = sql.fillPoll(uuidOf(poll.id), poll.options.map(uuidOf), citizenId(from), count);
  await postgres.execute(database, filling);
  await postgres.execute(database, sql.analyzeBallots);
}

/** Compares stored ballots and counters with the answers. */
async function recount({ postgres, database, sql }: Stage, poll: Poll, answered: number, keepsCounters: boolean) {
  const [found] = await postgres.rows<VoteCount>(database, sql.countVotes(uuidOf(poll.id)));
  if (found === undefined) throw new Error('the poll is gone');
  const shown = keepsCounters ? [sum(found.votes), found.turnout] : [];
  const counts = [found.ballots, found.people, ...shown];
  return { lost: Math.max(0, answered - Math.min(...counts)), doubled: Math.max(0, Math.max(...counts) - answered) };
}

function rowsOf(rounds: Rounds, before: number): Row[] {
  const rate = `votes per second, ${atOnce} voters, ${before} votes there`;
  const socket = { what: `${rate}, socket`, unit: '1/s' };
  const http = { what: `${rate}, HTTP`, unit: '1/s' };
  const socketCost = { what: 'server CPU per vote, socket', unit: 'µs' };
  const httpCost = { what: 'server CPU per vote, HTTP', unit: 'µs' };
  const late = { what: 'answer, median, socket', unit: 'ms' };
  const overHttp = rename(rounds, 'ours http');
  return [
    ...compare(rounds, 'votes/s', 'mercurius socket', { ...socket, goal: { atLeast: 1 } }),
    ...compare(rounds, 'votes/s', 'mercurius', socket),
    ...compare(overHttp, 'votes/s', 'mercurius', { ...http, goal: { atLeast: 1 } }),
    ...compare(rounds, 'votes/s', naive, socket),
    ...compare(rounds, 'µs', 'mercurius socket', socketCost),
    ...compare(overHttp, 'µs', 'mercurius', httpCost),
    ...compare(rounds, 'p99 ms', 'mercurius socket', { what: 'answer, p99, socket', unit: 'ms' }),
    ...Object.entries({ socket: rounds, HTTP: overHttp }).flatMap(([over, all]) => [
      worst(all, 'lost', { what: `votes lost, ${over}`, unit: '', goal: { atMost: 0 } }),
      worst(all, 'doubled', { what: `votes doubled, ${over}`, unit: '', goal: { atMost: 0 } }),
    ]),
    ...compareBaseline(rounds, 'votes/s', socket, { isMoreBetter: true }),
    ...compareBaseline(rounds, 'votes/s', http, { turn: ' http', isMoreBetter: true }),
    ...compareBaseline(rounds, 'µs', socketCost),
    ...compareBaseline(rounds, 'µs', httpCost, { turn: ' http' }),
    ...compareBaseline(rounds, 'p50 ms', late),
  ];
}
