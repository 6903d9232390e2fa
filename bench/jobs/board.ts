import { uuidOf } from '../../faults/harness/polls.ts';
import { median } from '../../faults/harness/scenario.ts';
import { pause } from '../../faults/harness/waiting.ts';
import { graphqlPeers, inEach, startContestants, stopContestants } from '../harness/contestants.ts';
import { type LivePoll, openLivePoll } from '../harness/polls.ts';
import { compare, compareBaseline, type Figures, interleave, turnsOf } from '../harness/rounds.ts';
import type { Stage } from '../harness/stage.ts';
import { disperse, gather, type Publish, publishRepeatedly } from '../harness/watching.ts';
import type { Job } from '../job.ts';

const width = 8;
/** Peers without SSE: with one stream per subscription a board would need eight connections, a different comparison. */
const peers = ['bare ws', ...graphqlPeers.filter((name) => name !== 'yoga sse')] as const;

/** Cost and delay of updates when each socket subscribes to eight live polls that change in the same tick. */
export const board: Job = async (stage, options) => {
  const sockets = options.sockets ?? (options.isSmoke ? 20 : 500);
  const times = options.isSmoke ? 1 : 20;
  const pollsOf = await inEach(stage, openPolls);
  const togetherIn = await inEach(stage, stallVotes);
  const contestants = await startContestants(stage, options, peers);
  const turn = turnsOf(contestants, async (contestant): Promise<Figures> => {
    const polls = pollsOf(contestant);
    await gather(stage, contestant, { count: sockets, operations: polls.map(({ operation }) => operation) });
    const publish = contestant.route.kind === 'ours' ? togetherIn(contestant) : undefined;
    const { cpuMs, arrivals } = await publishRepeatedly(stage, contestant, polls, times, publish);
    await disperse(stage, contestant);
    const lastMs = median(arrivals.map(({ lastAfterNewestMs }) => lastAfterNewestMs));
    return { µs: (cpuMs * 1000) / (sockets * width * times), 'last ms': lastMs };
  });
  const rounds = await interleave('board', [...contestants.keys()], options.rounds, turn);
  await stopContestants(contestants);
  const cost = { what: `CPU per update, ${width} subscriptions on each of ${sockets} sockets`, unit: 'µs' };
  const late = { what: 'last client knows', unit: 'ms' };
  const rows = peers.flatMap((peer) => {
    const isClaimed = peer !== 'bare ws';
    return [
      ...compare(rounds, 'µs', peer, { ...cost, ...(isClaimed && { goal: { less: 15 } }) }),
      ...compare(rounds, 'last ms', peer, { ...late, ...(isClaimed && { goal: { less: 8 } }) }),
    ];
  });
  return [...rows, ...compareBaseline(rounds, 'µs', cost), ...compareBaseline(rounds, 'last ms', late)];
};

async function openPolls(stage: Stage): Promise<LivePoll[]> {
  const polls: LivePoll[] = [];
  while (polls.length < width) polls.push(await openLivePoll(stage));
  return polls;
}

/**
 * Makes votes of `ours` arrive together: while the row of an unrelated poll is locked, one vote in that poll blocks
 * the writer and the other votes queue. They are then counted in one statement, and their hints leave in one tick, as
 * the eight messages of a peer do.
 */
async function stallVotes(stage: Stage): Promise<Publish> {
  const decoy = await openLivePoll(stage);
  const route = { kind: 'ours', port: stage.writingServer.port } as const;
  const lock = stage.sql.lockPoll(uuidOf(decoy.id), 0.4);
  return async (steps) => {
    const stall = stage.postgres.execute(stage.database, lock);
    await pause(150);
    const first = stage.writer('publish', { route, steps: [decoy.makeMutation().step] });
    await pause(50);
    await Promise.all([stall, first, stage.writer('publish', { route, steps })]);
  };
}
