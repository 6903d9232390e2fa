import { type Contestant, graphqlPeers, peerNames, startContestants, stopContestants } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { openLivePoll } from '../harness/polls.ts';
import {
  alone,
  compare,
  compareBaseline,
  type Figures,
  interleave,
  rename,
  type Rounds,
  turnsOf,
} from '../harness/rounds.ts';
import { allArrive, changeOf, disperse, gather, patienceMs, publishOnce } from '../harness/watching.ts';
import type { Goal, Job } from '../job.ts';

const perSecond = 100;
const tenfold = ', 10 ×';

interface Turn {
  readonly contestant: Contestant;
  /** Votes per second. */
  readonly rate: number;
}

/**
 * A poll with many votes per second: CPU time for its subscribers, and the delay of the final state after the last
 * vote.
 */
export const hotpoll: Job = async (stage, options) => {
  const watchers = options.sockets ?? (options.isSmoke ? 50 : 500);
  const seconds = options.isSmoke ? 0.5 : 3;
  const contestants = await startContestants(stage, options, peerNames);
  const turn = async ({ contestant, rate }: Turn): Promise<Figures> => {
    // Each turn has a poll of its own, because a second vote of the same person does not change the turnout.
    const poll = await openLivePoll(contestant.stage);
    await gather(stage, contestant, { count: watchers, operations: [poll.operation] });
    await publishOnce(stage, contestant, [poll]);
    const changes = Array.from({ length: rate * seconds }, () => changeOf(contestant, poll));
    const before = { cpu: cpuOf(contestant.server.pid), ...(await stage.client('traffic', undefined)) };
    await stage.client('expect', { marks: [changes.at(-1)?.mark ?? ''], ms: patienceMs });
    const steps = changes.map(({ step }) => step);
    const took = await stage.writer('stream', { route: contestant.route, steps, perSecond: rate });
    const { lastAfterNewestMs } = await allArrive(stage, contestant);
    const cpuMs = cpuOf(contestant.server.pid) - before.cpu;
    const { messages } = await stage.client('traffic', undefined);
    await disperse(stage, contestant);
    return {
      'ms/s': (cpuMs / took) * 1000,
      'right ms': lastAfterNewestMs,
      'votes/s': (steps.length / took) * 1000,
      messages: (messages - before.messages) / watchers,
    };
  };
  const turns = turnsIn(contestants);
  const rounds = await interleave('hotpoll', [...turns.keys()], options.rounds, turnsOf(turns, turn));
  await stopContestants(contestants);
  const cost = { what: `CPU per second, ${perSecond} votes/s, ${watchers} watchers`, unit: 'ms' };
  const right = { what: 'everybody right after the last vote', unit: 'ms' };
  const fast = { what: `CPU per second at ${perSecond * 10} votes/s`, unit: 'ms' };
  return [
    ...peerNames.flatMap((peer) => compare(rounds, 'ms/s', peer, { ...cost, goal: goals[peer] ?? { less: 1 } })),
    alone(rounds, 'right ms', { ...right, goal: { atMost: 150 } }),
    ...peerNames.flatMap((peer) => compare(rounds, 'right ms', peer, right)),
    ...compare(withSlow(rounds), 'ms/s', slow, { ...fast, goal: { atMost: 1.5 } }),
    alone(rename(rounds, `ours${tenfold}`), 'votes/s', { what: 'votes written meanwhile', unit: '1/s' }),
    ...compareBaseline(rounds, 'ms/s', cost),
    ...compareBaseline(rounds, 'ms/s', fast, { turn: tenfold }),
    ...compareBaseline(rounds, 'right ms', right),
  ];
};

const goals: Readonly<Record<string, Goal>> = {
  'bare ws': { less: 5 },
  ...Object.fromEntries(graphqlPeers.map((peer) => [peer, { less: 20 }])),
};

/**
 * One turn of each contestant at the usual rate; those that write their own votes have another turn at ten times the
 * rate.
 */
function turnsIn(contestants: ReadonlyMap<string, Contestant>): ReadonlyMap<string, Turn> {
  const all = [...contestants.values()];
  const own = all.filter(({ route }) => route.kind === 'ours');
  return new Map<string, Turn>([
    ...all.map((contestant) => [contestant.name, { contestant, rate: perSecond }] as const),
    ...own.map((contestant) => [contestant.name + tenfold, { contestant, rate: perSecond * 10 }] as const),
  ]);
}

const slow = 'ours at 100/s';

/** Compares `ours` with itself: ten times the votes as "ours", the usual rate as its peer. */
function withSlow(rounds: Rounds): Rounds {
  const renamed = rounds.map((round) => new Map([[slow, round.get('ours') ?? {}], ...round]));
  return rename(renamed, `ours${tenfold}`);
}
