import { uuidOf } from '../../faults/harness/polls.ts';
import { median } from '../../faults/harness/scenario.ts';
import { pause } from '../../faults/harness/waiting.ts';
import { graphqlPeers, startContestants, stopContestants, turnsOf } from '../harness/contestants.ts';
import { type LivePoll, openLivePoll } from '../harness/polls.ts';
import { compare, type Figures, interleave } from '../harness/rounds.ts';
import type { Stage } from '../harness/stage.ts';
import { disperse, gather, type Publish, tellOften } from '../harness/watching.ts';
import type { Job } from '../job.ts';

const width = 8;
/** SSE has one stream per subscription: there a board is eight connections, which is another comparison. */
const peers = ['bare ws', ...graphqlPeers.filter((name) => name !== 'yoga sse')] as const;

/** Eight live polls on every screen, all changing in one tick. */
export const board: Job = async (stage, options) => {
  const sockets = options.sockets ?? (options.isQuick ? 200 : 500);
  const times = options.isQuick ? 4 : 20;
  const polls: LivePoll[] = [];
  while (polls.length < width) polls.push(await openLivePoll(stage));
  const together = await stallVotes(stage);
  const contestants = await startContestants(stage, peers);
  const turn = turnsOf(contestants, async (contestant): Promise<Figures> => {
    await gather(stage, contestant, { count: sockets, operations: polls.map(({ operation }) => operation) });
    const publish = contestant.name === 'ours' ? together : undefined;
    const { cpuMs, arrivals } = await tellOften(stage, contestant, polls, times, publish);
    await disperse(stage, contestant);
    const lastMs = median(arrivals.map(({ lastAfterNewestMs }) => lastAfterNewestMs));
    return { µs: (cpuMs * 1000) / (sockets * width * times), 'last ms': lastMs };
  });
  const rounds = await interleave('board', [...contestants.keys()], options.rounds ?? (options.isQuick ? 1 : 3), turn);
  await stopContestants(contestants);
  const what = `${width} subscriptions on each of ${sockets} sockets`;
  return peers.flatMap((peer) => {
    const isClaimed = peer !== 'bare ws';
    return [
      compare(rounds, 'µs', peer, {
        what: `CPU per update, ${what}`,
        unit: 'µs',
        ...(isClaimed && { goal: { less: 15 } }),
      }),
      compare(rounds, 'last ms', peer, {
        what: 'last client knows',
        unit: 'ms',
        ...(isClaimed && { goal: { less: 8 } }),
      }),
    ];
  });
};

/**
 * While the row of a poll nobody watches is locked, one vote in it keeps our writer waiting and all others pile up behind:
 * they are counted in one statement, and their hints leave in one tick, as a peer's eight messages do.
 */
async function stallVotes(stage: Stage): Promise<Publish> {
  const decoy = await openLivePoll(stage);
  const route = { kind: 'ours', port: stage.desk.port } as const;
  const lock = `select 1 from poll where id = '${uuidOf(decoy.id)}' for update; select pg_sleep(0.4)`;
  return async (steps) => {
    const stall = stage.postgres.execute(stage.database, lock);
    await pause(150);
    const first = stage.writer('publish', { route, steps: [decoy.write().step] });
    await pause(50);
    await Promise.all([stall, first, stage.writer('publish', { route, steps })]);
  };
}
