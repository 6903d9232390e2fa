import { castVote, type Poll, sum, uuidOf } from '../../faults/harness/polls.ts';
import { citizenId } from '../harness/citizens.ts';
import { cpuOf } from '../harness/cpu.ts';
import { openLivePoll } from '../harness/polls.ts';
import { compare, type Figures, interleave, rename, type Rounds, worst } from '../harness/rounds.ts';
import { type Server, startOurs, startPeer } from '../harness/servers.ts';
import type { Stage } from '../harness/stage.ts';
import type { Election } from '../load/voters.ts';
import type { Job, Options, Row } from '../job.ts';

const atOnce = 64;
const expected = '"ballot":{"options":[{';
const naive = 'mercurius naive';
const warmUp = 200;
const [there, thereQuick] = [20_000, 5000];

interface Way {
  readonly server: Server;
  readonly transport: 'overSockets' | 'overHttp';
  /** Naive ways count everything anew for each vote; they are asked for fewer. */
  readonly share: number;
  readonly keepsCounters: boolean;
}

/** 64 people at a time, each votes once; afterwards the database is counted: nothing lost, nothing doubled. */
export const vote: Job = async (stage, options) => {
  const votes = options.isQuick ? 500 : 4000;
  const ways = await startWays(stage, options);
  for (const way of ways.values()) await holdElection(stage, way, warmUp, 0); // nobody pays for the first votes
  const rounds = await interleave(
    'vote',
    [...ways.keys()],
    options.rounds ?? (options.isQuick ? 1 : 3),
    async (name) => {
      const way = ways.get(name);
      if (way === undefined) throw new Error(`no way is called ${name}`);
      return holdElection(stage, way, Math.round(votes * way.share), options.isQuick ? thereQuick : there);
    },
  );
  for (const server of new Set([...ways.values()].map(({ server: one }) => one))) await server.stop();
  return rowsOf(rounds, options.isQuick ? thereQuick : there);
};

async function startWays(
  { product, settings, profile }: Stage,
  { isQuick }: Options,
): Promise<ReadonlyMap<string, Way>> {
  const ours = await startOurs(product, settings, { profile });
  const known = { REDIS_URL: settings.REDIS_URL, DATABASE_URL: settings.DATABASE_URL, LOOK_UP: 'yes' };
  const same = await startPeer('mercurius', known);
  const ways = new Map<string, Way>([
    ['ours', { server: ours, transport: 'overSockets', share: 1, keepsCounters: true }],
    ['ours http', { server: ours, transport: 'overHttp', share: 1, keepsCounters: true }],
    ['mercurius', { server: same, transport: 'overHttp', share: 1, keepsCounters: true }],
    ['mercurius socket', { server: same, transport: 'overSockets', share: 1, keepsCounters: true }],
  ]);
  if (!isQuick) {
    const server = await startPeer('mercurius', { ...known, VOTES: 'naive' });
    ways.set(naive, { server, transport: 'overHttp', share: 0.1, keepsCounters: false });
  }
  return ways;
}

async function holdElection(stage: Stage, way: Way, votes: number, before: number): Promise<Figures> {
  const { server, transport, keepsCounters } = way;
  const poll = await openLivePoll(stage);
  await fill(stage, poll, votes, before);
  const cookies = stage.citizens.slice(0, votes).map(({ cookie }) => cookie);
  const variables = cookies.map((_, n) => ({ id: poll.id, options: [poll.options[n % poll.options.length]] }));
  const election: Election = { port: server.port, cookies, asked: { query: castVote }, variables, atOnce, expected };
  if (transport === 'overSockets') await stage.voters('open', { port: server.port, cookies });
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

/** Votes of the citizens from this one on, as if they had been cast. */
async function fill({ postgres, database }: Stage, poll: Poll, from: number, count: number): Promise<void> {
  const id = uuidOf(poll.id);
  const options = poll.options.map((option) => `'${uuidOf(option)}'`).join(',');
  await postgres.execute(
    database,
    `delete from ballot where poll_id = '${id}';
     delete from participation where poll_id = '${id}';
     insert into ballot (poll_id, person_id, option_ids)
       select '${id}', person_id, array[(array[${options}]::uuid[])[1 + n % ${poll.options.length}]]
       from (select id as person_id, row_number() over () as n from person where id >= '${citizenId(from)}'
             order by id limit ${count}) s;
     insert into participation (poll_id, person_id) select poll_id, person_id from ballot where poll_id = '${id}';
     update poll_option o set votes = (select count(*) from ballot where poll_id = '${id}' and o.id = any(option_ids))
       where id in (${options});
     update poll set turnout = ${count} where id = '${id}'`,
  );
  await postgres.execute(database, 'vacuum analyze ballot');
}

/** Ballots, and the counters that are shown, against the answers. */
async function recount({ postgres, database }: Stage, poll: Poll, expected: number, keepsCounters: boolean) {
  const id = uuidOf(poll.id);
  const [found] = await postgres.rows<{ ballots: number; people: number; votes: number[]; turnout: number }>(
    database,
    `select count(*)::int as ballots, count(distinct person_id)::int as people,
       (select json_agg(o.votes) from poll_option o join question q on q.id = o.question_id where q.poll_id = '${id}') as votes,
       (select turnout from poll where id = '${id}') as turnout
     from ballot where poll_id = '${id}'`,
  );
  if (found === undefined) throw new Error('the poll is gone');
  const shown = keepsCounters ? [sum(found.votes), found.turnout] : [];
  const counts = [found.ballots, found.people, ...shown];
  return { lost: Math.max(0, expected - Math.min(...counts)), doubled: Math.max(0, Math.max(...counts) - expected) };
}

function rowsOf(rounds: Rounds, before: number): Row[] {
  const rate = { what: `votes per second, ${atOnce} voters, ${before} votes there`, unit: '1/s' };
  const socket = { ...rate, what: `${rate.what}, socket` };
  const http = { ...rate, what: `${rate.what}, HTTP` };
  const overHttp = rename(rounds, 'ours http');
  return [
    compare(rounds, 'votes/s', 'mercurius socket', { ...socket, goal: { atLeast: 1 } }),
    compare(rounds, 'votes/s', 'mercurius', socket),
    compare(overHttp, 'votes/s', 'mercurius', { ...http, goal: { atLeast: 0.6 } }),
    ...(rounds[0]?.has(naive) ? [compare(rounds, 'votes/s', naive, socket)] : []),
    compare(rounds, 'µs', 'mercurius socket', { what: 'server CPU per vote, socket', unit: 'µs' }),
    compare(overHttp, 'µs', 'mercurius', { what: 'server CPU per vote, HTTP', unit: 'µs' }),
    compare(rounds, 'p99 ms', 'mercurius socket', { what: 'answer, p99, socket', unit: 'ms' }),
    ...Object.entries({ socket: rounds, HTTP: overHttp }).flatMap(([over, all]) => [
      worst(all, 'lost', { what: `votes lost, ${over}`, unit: '', goal: { atMost: 0 } }),
      worst(all, 'doubled', { what: `votes doubled, ${over}`, unit: '', goal: { atMost: 0 } }),
    ]),
  ];
}
