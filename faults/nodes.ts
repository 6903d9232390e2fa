import { readFileSync } from 'node:fs';
import { Follower, judgePosts, type Loss } from './harness/followers.ts';
import { clientIp } from './harness/people.ts';
import { freePort } from './harness/ports.ts';
import { openPoll, vote } from './harness/polls.ts';
import { startPublishing } from './harness/posts.ts';
import { type Product, type Settings, startProduct } from './harness/product.ts';
import { countWords, type Findings, median, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue } from './harness/waiting.ts';

const backWithinMs = 15_000;

export const nodes: StagedScenario = {
  name: 'nodes',
  promise: 'processes behind one port killed, then all of them restarted, during posts: missed 0, all back within 15 s',
  alone: 'it judges how soon clients are back',
  control: {
    title: 'whoever comes back is not told what it missed: `after` is ignored',
    patches: [
      {
        file: 'server/kernel/live/live.ts',
        find: 'args.after == null ? undefined : versionOf(context, topicKey(topic, own), args.after)',
        replace: 'undefined',
      },
    ],
  },
  attempt: endProcesses,
};

async function endProcesses(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { database: _database, ...services } = await stage.copyTown();
  const port = await freePort();
  const settings = { ...services, PORT: String(port), WEB_CONCURRENCY: '2' };
  let product = await startAll(folder, settings);
  const { admin, groupId, people } = stage.town;
  const poll = await openPoll(port, admin, groupId);
  const count = stage.isShort || isControl ? 200 : 1000;
  const place = { groupId, pollId: poll.id, jitterMs: 2000 };
  const followers = Array.from({ length: count }, (_, n) => new Follower(port, { ip: clientIp(n) }, place));
  const problems = new Problems();
  problems.require(await becomesTrue(() => followers.every(({ isThere }) => isThere), 30_000), 'not all could begin');
  const publishing = startPublishing(port, admin, groupId, 250);
  const isUnderWay = (): boolean => followers.every(({ posts }) => posts.length >= 3);
  problems.require(await becomesTrue(isUnderWay, 10_000), 'posts did not arrive');

  // The second process is killed after the first was replaced, so that clients can reconnect only to the new process.
  for (const pid of webProcesses(product).slice(0, isControl ? 1 : 2)) {
    await endAndComeBack(followers, problems, () => process.kill(pid, 'SIGKILL'));
    const isReplaced = await becomesTrue(() => webProcesses(product).filter((one) => one !== pid).length === 2, 15_000);
    problems.require(isReplaced, 'a killed process was not replaced');
  }
  const killed = followers.flatMap(({ losses }) => losses);
  if (!isControl) {
    await endAndComeBack(followers, problems, async () => {
      problems.equal('exit code', (await product.stop()).code, 0);
      product = await startAll(folder, settings);
    });
  }
  const restarted = followers.flatMap(({ losses }) => losses).filter((loss) => !killed.includes(loss));
  const published = await publishing.stop();
  problems.equal('a vote', await vote(port, people[0]!, poll, 0), 'counted');
  const isLast = ({ posts, turnout }: Follower): boolean => posts.includes(published) && turnout === 1;
  problems.require(await becomesTrue(() => followers.every(isLast), backWithinMs), 'not all have the last state');
  const posts = judgePosts(followers, published, problems);
  const codes = countWords(restarted.map(({ code }) => String(code)));
  if (!isControl) problems.equal('what sockets were told at the restart', codes, `1001 ${count}`);
  await Promise.all(followers.map((follower) => follower.leave()));
  await product.stop();
  return {
    figures: {
      'sockets cut by kills': killed.length,
      'back s (median, slowest)': secondsOf(killed),
      'sockets told 1001': codes,
      'back s after the restart': secondsOf(restarted),
      posts: published,
      ...posts,
    },
    problems: problems.list,
  };
}

/** Starts two web processes behind the port and one for the jobs; returns when all of them serve. */
async function startAll(folder: string, settings: Settings): Promise<Product> {
  const product = await startProduct(folder, settings);
  if (!(await product.process.prints(/2 processes on port/, 30_000))) throw new Error(product.process.output());
  return product;
}

/** Runs `end` and requires that all followers reconnect in time. */
async function endAndComeBack(followers: readonly Follower[], problems: Problems, end: () => unknown): Promise<void> {
  const before = followers.reduce((sum, { losses }) => sum + losses.length, 0);
  const isOver = (): boolean => {
    const after = followers.reduce((sum, { losses }) => sum + losses.length, 0);
    return after > before && followers.every(({ isThere }) => isThere);
  };
  await end();
  await becomesTrue(isOver, 2 * backWithinMs);
  for (const { backAt = Infinity, at } of followers.flatMap(({ losses }) => losses))
    problems.require(backAt - at <= backWithinMs, 'not back in time');
}

/** Process ids of the web processes, from /proc. */
function webProcesses({ process: { pid } }: Product): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  return children.filter((child) => argumentsOf(child).includes('web'));
}

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // the process has ended
  }
}

function secondsOf(losses: readonly Loss[]): string {
  const seconds = losses.map(({ at, backAt = Infinity }) => (backAt - at) / 1000);
  return `${median(seconds).toFixed(1)}/${Math.max(0, ...seconds).toFixed(1)}`;
}
