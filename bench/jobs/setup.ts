import { inEach, startContestants, stopContestants } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { readMemory } from '../harness/memory.ts';
import { openLivePoll } from '../harness/polls.ts';
import { alone, compare, compareBaseline, type Figures, interleave, turnsOf } from '../harness/rounds.ts';
import { disperse, gather, publishOnce } from '../harness/watching.ts';
import type { Job } from '../job.ts';

const peers = ['bare ws', 'mercurius'] as const;
/** Maximum number of sockets that one person may have. */
const socketsPerPerson = 10;
const warmUp = 100;

/** Cost of a signed-in person's socket with a subscription to a known poll: CPU to set it up and memory while idle. */
export const setup: Job = async (stage, options) => {
  const sockets = options.sockets ?? (options.isSmoke ? 50 : 5000);
  const watchedIn = await inEach(stage, async (one) => {
    const poll = await openLivePoll(one);
    const operations = [await poll.resume()];
    const cookies = one.citizens.slice(0, Math.ceil(sockets / socketsPerPerson)).map(({ cookie }) => cookie);
    return { poll, operations, cookies };
  });
  const contestants = await startContestants(stage, options, peers, { LOOK_UP: 'yes' });
  const turn = turnsOf(contestants, async (contestant): Promise<Figures> => {
    const { server } = contestant;
    const { poll, operations, cookies } = watchedIn(contestant);
    await gather(stage, contestant, { count: Math.min(warmUp, sockets), operations, cookies });
    await disperse(stage, contestant);
    const before = await readMemory(server);
    const cpu = cpuOf(server.pid);
    await gather(stage, contestant, { count: sockets, operations, cookies });
    const cpuMs = cpuOf(server.pid) - cpu;
    const after = await readMemory(server);
    await publishOnce(stage, contestant, [poll]); // proves that all subscriptions are active
    await disperse(stage, contestant);
    const perSocket = (bytes: number): number => bytes / 1024 / sockets;
    return {
      µs: (cpuMs * 1000) / sockets,
      RSS: perSocket(after.rss - before.rss),
      heap: perSocket(after.heap - before.heap),
    };
  });
  const rounds = await interleave('setup', [...contestants.keys()], options.rounds, turn);
  await stopContestants(contestants);
  const cost = { what: `CPU to connect, sign in, subscribe (${sockets} sockets)`, unit: 'µs' };
  const held = { what: 'memory of an idle subscription (RSS)', unit: 'KB' };
  const heap = { what: 'of which heap', unit: 'KB' };
  return [
    ...compare(rounds, 'µs', 'bare ws', { ...cost, goal: { atMost: 1.5 } }),
    ...compare(rounds, 'µs', 'mercurius', { ...cost, goal: { atMost: 0.6 } }),
    ...compare(rounds, 'RSS', 'bare ws', { ...held, goal: { atMost: 2 } }),
    ...compare(rounds, 'RSS', 'mercurius', { ...held, goal: { atMost: 0.3 } }),
    alone(rounds, 'heap', heap),
    ...compareBaseline(rounds, 'µs', cost),
    ...compareBaseline(rounds, 'RSS', held),
    ...compareBaseline(rounds, 'heap', heap),
  ];
};
