import { median } from '../../faults/harness/scenario.ts';
import { type PeerName, peersOf, startContestants, stopContestants, turnsOf } from '../harness/contestants.ts';
import { openLivePoll } from '../harness/polls.ts';
import { compare, type Figures, interleave } from '../harness/rounds.ts';
import { disperse, gather, tellOften } from '../harness/watching.ts';
import type { Goal, Job } from '../job.ts';

const goals: Readonly<Record<PeerName, Goal>> = {
  'bare ws': { atMost: 1.1 },
  tutorial: { less: 4.5 },
  mercurius: { less: 4.5 },
  'yoga ws': { less: 5 },
  'yoga sse': { less: 5 },
};

/** One live poll, one subscription per socket: what one delivered update costs the server. */
export const fanout: Job = async (stage, options) => {
  const sockets = options.sockets ?? (options.isQuick ? 1000 : 5000);
  const times = options.isQuick ? 6 : 20;
  const poll = await openLivePoll(stage);
  const peers = peersOf(options);
  const contestants = await startContestants(stage, peers);
  const turn = turnsOf(contestants, async (contestant): Promise<Figures> => {
    await gather(stage, contestant, { count: sockets, operations: [poll.operation] });
    const before = await stage.client('traffic', undefined);
    const { cpuMs, arrivals } = await tellOften(stage, contestant, [poll], times);
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
  const rounds = await interleave('fanout', [...contestants.keys()], options.rounds ?? (options.isQuick ? 1 : 3), turn);
  await stopContestants(contestants);
  const rows = peers.map((peer) =>
    compare(rounds, 'µs', peer, { what: `CPU per update, ${sockets} sockets`, unit: 'µs', goal: goals[peer] }),
  );
  const late = { what: 'last client knows', unit: 'ms' };
  return [...rows, ...peers.map((peer) => compare(rounds, 'last ms', peer, late))];
};
