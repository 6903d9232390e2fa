import { readFileSync } from 'node:fs';
import { Follower, type Following, judgePosts } from './harness/followers.ts';
import type { Person } from './harness/people.ts';
import { openPoll, type Poll, vote } from './harness/polls.ts';
import { type Publishing, startPublishing } from './harness/posts.ts';
import { type Product, startProduct } from './harness/product.ts';
import { type Findings, Problems, quantile, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue, pause } from './harness/waiting.ts';

const mostMegabytes = 50;
const cutWithinMs = 15_000;
const slowForMs = 5000;
const mostLatencyMs = 2000;
/**
 * `warmUpMs`: time under the same load without stuck readers, because the heap of a new process grows anyway. `texts`:
 * number of 15 KB texts in each update for the readers that get stuck; a few seconds of updates exceed what the kernel
 * buffers per socket.
 */
const forms = {
  full: { stuckCount: 50, healthyCount: 500, warmUpMs: 25_000, texts: 8 },
  short: { stuckCount: 10, healthyCount: 100, warmUpMs: 4000, texts: 12 },
} as const;

const text = '€'.repeat(5000);
const watchLarge = (count: number): string => {
  const texts = Array.from({ length: count }, (_, n) => `text${n}: description`);
  return `subscription($id: ID!) { pollResults(pollId: $id) {
    ... on PollTally { turnout poll { ${texts.join(' ')} } } ... on HiddenResults { turnout } } }`;
};

export const stuck: StagedScenario = {
  name: 'stuck',
  promise: 'readers that stop reading in a flood of large updates: nobody else waits, growth < 50 MB, cut within 15 s',
  alone: 'it judges latency and memory',
  control: {
    title: 'frames are written to readers that have not taken the last ones',
    patches: [
      {
        file: 'server/kernel/live/delivery.ts',
        find: 'if (writer.isBusy) {',
        replace: 'if (writer.isBusy && !writer.isOpen) {',
      },
    ],
  },
  attempt: stopReading,
};

async function stopReading(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { database: _database, ...settings } = await stage.copyTown();
  const server = await startProduct(folder, settings);
  const { port } = server;
  const { admin, groupId, people } = stage.town;
  const poll = await openPoll(port, admin, groupId, { description: text });
  const { stuckCount, healthyCount, warmUpMs, texts } = stage.isShort || isControl ? forms.short : forms.full;
  const problems = new Problems();
  const place = { port, groupId, pollId: poll.id };
  const healthy = await seat(healthyCount, 1, place, problems);
  const slow = await seat(3, 2, { ...place, watchPoll: watchLarge(12) }, problems);
  const flood = startVotes(port, people, poll);
  await pause(warmUpMs);
  // Publishing starts only now, because a new subscriber receives at most the newest twenty posts.
  const publishing = startPublishing(port, admin, groupId, 500);
  const usual = await watchMemory(server, pause(4000));
  const held = await seat(stuckCount, 3, { ...place, watchPoll: watchLarge(texts), jitterMs: 1000 }, problems);

  const calm = publishing.sentAt.length;
  for (const follower of [...held, ...slow]) follower.stopReading();
  const since = performance.now();
  void pause(slowForMs).then(() => slow.forEach((follower) => follower.readOn()));
  // The control need not wait for the cut: the excessive growth of memory is enough.
  const hasGrown = (): boolean => isControl && memoryOf(server) > usual + 1.5 * mostMegabytes;
  const isOver = (): boolean => countOpen(port, held) === 0 || hasGrown();
  const growth = (await watchMemory(server, becomesTrue(isOver, cutWithinMs))) - usual;
  const cutMs = performance.now() - since;
  const stuckAtTheEnd = countOpen(port, held);
  const latest = publishing.sentAt.length - 1;
  for (const follower of held) follower.readOn(); // the stuck readers notice the cut and reconnect
  flood.isOver = true;
  const turnout = await flood.done;
  const published = await publishing.stop();

  const all = [...healthy, ...slow, ...held];
  const isLast = (one: Follower): boolean => one.posts.includes(published) && one.turnout === turnout && one.isThere;
  problems.require(await becomesTrue(() => all.every(isLast), 15_000), 'not all have the last state');
  const posts = judgePosts(all, published, problems);
  const usualMs = quantile(latencies(healthy, publishing, 0, calm), 0.99);
  const p99 = quantile(latencies(healthy, publishing, calm, latest), 0.99);
  problems.require(p99 < mostLatencyMs, `healthy readers wait ${Math.round(p99)} ms`);
  problems.require(growth < mostMegabytes, `memory grew by ${Math.round(growth)} MB`);
  if (!isControl) problems.equal('stuck readers still connected', stuckAtTheEnd, 0);
  problems.equal('others cut', [...healthy, ...slow].filter(({ losses }) => losses.length > 0).length, 0);
  const skipped = healthy[0]!.states - Math.max(...slow.map(({ states }) => states));
  problems.require(skipped > 0, 'no reader was slow enough to skip anything');
  await Promise.all(all.map((follower) => follower.leave()));
  await server.stop();
  return {
    figures: {
      stuck: stuckCount,
      healthy: healthyCount,
      'healthy p99 ms before': usualMs,
      'healthy p99 ms': p99,
      'growth MB': growth,
      'stuck cut after s': stuckAtTheEnd === 0 ? cutMs / 1000 : 'not yet',
      'updates the slow skipped': skipped,
      posts: published,
      ...posts,
    },
    problems: problems.list,
  };
}

/** Starts `count` followers, each at an IP address of its own in `network`, and waits until they receive. */
async function seat(
  count: number,
  network: number,
  { port, ...following }: Following & { readonly port: number },
  problems: Problems,
): Promise<Follower[]> {
  const addressOf = (n: number): string => `10.25${network}.${Math.floor(n / 250)}.${1 + (n % 250)}`;
  const all = Array.from({ length: count }, (_, n) => new Follower(port, { ip: addressOf(n) }, following));
  problems.require(await becomesTrue(() => all.every(({ isThere }) => isThere), 30_000), 'not all could begin');
  return all;
}

/** Casts one vote every 50 ms, by each person in turn, until `isOver` is set; `done` resolves to the turnout. */
function startVotes(port: number, people: readonly Person[], poll: Poll) {
  const load = { isOver: false, done: Promise.resolve(0) };
  const work = async (): Promise<number> => {
    let n = 0;
    for (; !load.isOver; n++) {
      const person = people[n % people.length]!;
      await vote(port, person, poll, (n + Math.floor(n / people.length)) % 3);
      await pause(50);
    }
    return Math.min(n, people.length);
  };
  load.done = work();
  return load;
}

/** Maximum resident memory in MB of the process until `until` resolves. */
async function watchMemory(server: Product, until: Promise<unknown>): Promise<number> {
  let most = 0;
  let isOver = false;
  void until.then(() => (isOver = true));
  while (!isOver) {
    most = Math.max(most, memoryOf(server));
    await pause(100);
  }
  return most;
}

function memoryOf({ process: { pid } }: Product): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/**
 * Number of connections that the server still holds, from /proc/net/tcp: a client that does not read does not notice
 * the end.
 */
function countOpen(port: number, followers: readonly Follower[]): number {
  const hex = (n: number): string => n.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const open = rows.filter(([, local, , state]) => state === '01' && local?.endsWith(`:${hex(port)}`) === true);
  const remotes = new Set(open.map(([, , remote]) => remote?.split(':')[1]));
  return followers.filter(({ localPort }) => remotes.has(hex(localPort))).length;
}

/** Milliseconds from sending to arrival, for the posts after `from` up to `to`. */
function latencies(followers: readonly Follower[], { sentAt }: Publishing, from: number, to: number): number[] {
  return followers.flatMap(({ posts, arrivedAt }) =>
    posts.flatMap((post, n) => (post > from && post <= to ? [arrivedAt[n]! - sentAt[post - 1]!] : [])),
  );
}
