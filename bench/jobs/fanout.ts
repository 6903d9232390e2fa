import { median } from '../../faults/harness/scenario.ts';
import { inEach, type PeerName, peerNames, startContestants, stopContestants } from '../harness/contestants.ts';
import { openLivePoll } from '../harness/polls.ts';
import { compare, compareBaseline, type Figures, interleave, turnsOf } from '../harness/rounds.ts';
import { disperse, gather, publishRepeatedly } from '../harness/watching.ts';
import type { Goal, Job } from '../job.ts';

const goals: Readonly<Record<PeerName, Goal>> = {
  'bare ws': { atMost: 1.1 },
  tutorial: { less: 4.5 },
  mercurius: { less: 4.5 },
  'yoga ws': { less: 5 },
  'yoga sse': { less: 5 },
};

/** Cost of one delivered update on the server: one live poll, one subscription per socket. */
export const fanout: Job = async (stage, options) => {
  const sockets = options.sockets ?? (options.isSmoke ? 50 : 5000);
  const times = options.isSmoke ? 2 : 20;
  const pollOf = await inEach(stage, openLivePoll);
  const contestants = await startContestants(stage, options, peerNames);
  const turn = turnsOf(contestants, async (contestant): Promise<Figures> => {
    const poll = pollOf(contestant);
    await gather(stage, contestant, { count: sockets, operations: [poll.operation] });
    const before = await stage.client('traffic', undefined);
    const { cpuMs, arrivals } = await publishRepeatedly(stage, contestant, [poll], times);
    const { messages, bytes } = await stage.client('traffic', undefined);
    await disperse(stage, contestant);
    const told = messages - before.messages;
    return {
      µs: (cpuMs * 1000) / (sockets * times),
      'last ms': median(arrivals.map(({ lastMs }) => lastMs)),
      bytes: (bytes - before.bytes) / told,
      messages: told / sockets,
    };
  });
  const rounds = await interleave('fanout', [...contestants.keys()], options.rounds, turn);
  await stopContestants(contestants);
  const cost = { what: `CPU per update, ${sockets} sockets`, unit: 'µs' };
  const late = { what: 'last client knows', unit: 'ms' };
  return [
    ...peerNames.flatMap((peer) => compare(rounds, 'µs', peer, { ...cost, goal: goals[peer] })),
    ...peerNames.flatMap((peer) => compare(rounds, 'last ms', peer, late)),
    ...compareBaseline(rounds, 'µs', cost),
    ...compareBaseline(rounds, 'last ms', late),
  ];
};
