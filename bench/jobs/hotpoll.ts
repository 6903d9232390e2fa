import { graphqlPeers, peersOf, startContestants, stopContestants, turnsOf } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { openLivePoll } from '../harness/polls.ts';
import { alone, compare, type Figures, interleave, rename, type Rounds } from '../harness/rounds.ts';
import { allArrive, changeOf, disperse, gather, patienceMs, tellOnce } from '../harness/watching.ts';
import type { Goal, Job } from '../job.ts';

const perSecond = 100;
const fast = 'ours, 10 ×';

/** A poll the whole town votes in at once: what its watchers cost, and how soon they are right after the last vote. */
export const hotpoll: Job = async (stage, options) => {
  const watchers = options.sockets ?? (options.isQuick ? 200 : 500);
  const seconds = options.isQuick ? 1.5 : 3;
  const poll = await openLivePoll(stage);
  const peers = peersOf(options);
  const contestants = new Map(await startContestants(stage, peers));
  const ours = contestants.get('ours');
  if (ours !== undefined) contestants.set(fast, ours);
  const rounds = await interleave(
    'hotpoll',
    [...contestants.keys()],
    options.rounds ?? (options.isQuick ? 1 : 3),
    (name) =>
      turnsOf(contestants, async (contestant): Promise<Figures> => {
        const rate = name === fast ? perSecond * 10 : perSecond;
        await gather(stage, contestant, { count: watchers, operations: [poll.operation] });
        await tellOnce(stage, contestant, [poll]);
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
      })(name),
  );
  await stopContestants(contestants);
  const what = `CPU per second, ${perSecond} votes/s, ${watchers} watchers`;
  const goals: Record<string, Goal> = { 'bare ws': { less: 5 } };
  for (const peer of graphqlPeers) goals[peer] = { less: 20 };
  const right = { what: 'everybody right after the last vote', unit: 'ms' };
  return [
    ...peers.map((peer) => compare(rounds, 'ms/s', peer, { what, unit: 'ms', goal: goals[peer] ?? { less: 1 } })),
    alone(rounds, 'right ms', { ...right, goal: { atMost: 150 } }),
    ...peers.map((peer) => compare(rounds, 'right ms', peer, right)),
    growth(rounds),
    alone(rename(rounds, fast), 'votes/s', { what: 'votes written meanwhile', unit: '1/s' }),
  ];
};

/** Ours at ten times the votes against ours. */
function growth(rounds: Rounds) {
  const what = `CPU per second at ${perSecond * 10} votes/s`;
  const slow = 'ours at 100/s';
  const renamed = rounds.map((round) => new Map([[slow, round.get('ours') ?? {}], ...round]));
  return compare(rename(renamed, fast), 'ms/s', slow, { what, unit: 'ms', goal: { atMost: 1.5 } });
}
