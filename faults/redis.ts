import type { Person } from './harness/people.ts';
import { openPoll, type Poll, tallyOf, vote, watchResults } from './harness/polls.ts';
import { type Product, startNodes } from './harness/product.ts';
import { countWords, type Findings, median, Problems, quantile, type StagedScenario } from './harness/scenario.ts';
import { openSocket, watch, type Watcher } from './harness/sockets.ts';
import type { Stage } from './harness/stage.ts';
import { pause } from './harness/waiting.ts';
import { neverCompares } from './controls.ts';

/** The product compares versions every 12 s. The short form sets 4 s, so that it converges sooner. */
const forms = {
  full: { settings: {}, convergeMs: 15_000, deadMs: 20_000 },
  short: { settings: { LIVE_COMPARE_MS: '4000' }, convergeMs: 6000, deadMs: 6000 },
} as const;
const changesPerPhase = 10;
const watchersPerNode = 12;

export const redisLost: StagedScenario = {
  name: 'redis',
  promise: 'Redis frozen, thawed, killed, restarted during changes: mutations failed 0, every client converges',
  alone: 'it ends the Redis of all scenarios and judges how late clients are',
  control: neverCompares,
  attempt: loseRedis,
};

async function loseRedis(stage: Stage, folder: string): Promise<Findings> {
  const form = stage.isShort ? forms.short : forms.full;
  const { database: _database, ...settings } = await stage.copyTown();
  const nodes = await startNodes(folder, 2, { ...settings, ...form.settings });
  const poll = await openPoll(nodes[0]!.port, stage.town.admin, stage.town.groupId);
  const crowd = await seat(nodes, stage.town.people, poll);
  const voters = stage.town.people.values();

  const alive = await change(nodes, voters, poll, crowd);
  stage.redis.freeze();
  const frozen = await change(nodes, voters, poll, crowd);
  stage.redis.thaw();
  await stage.redis.kill();
  const died = performance.now();
  await join(crowd, nodes, poll); // the bus is down: new subscribers must receive the state nevertheless
  const dead = await change(nodes, voters, poll, crowd);
  const [stale] = await Promise.all([
    staleAfter(crowd, 3 * changesPerPhase, poll, form.convergeMs, dead.lastAt),
    pause(form.deadMs - (performance.now() - died)).then(() => stage.redis.start()),
  ]);
  const back = await change(nodes, voters, poll, crowd);
  const staleAtTheEnd = await staleAfter(crowd, 4 * changesPerPhase, poll, form.convergeMs, back.lastAt);

  const problems = new Problems();
  const answers = [alive, frozen, dead, back].flatMap((phase) => phase.answers);
  problems.equal('answers', countWords(answers), `counted ${4 * changesPerPhase}`);
  problems.equal('clients that stayed stale', stale, 0);
  problems.equal('clients that were stale at the end', staleAtTheEnd, 0);
  problems.equal('connections lost', crowd.closes(), 0);
  const late = crowd.watchers.map((watcher) => watcher.lateMs);
  const converged = Math.max(...late);
  await crowd.leave();
  await Promise.all(nodes.map((node) => node.stop()));
  return {
    figures: {
      'changes while frozen or dead': frozen.answers.length + dead.answers.length,
      'mutations failed': answers.filter((answer) => answer !== 'counted').length,
      'vote ms (median, slowest) alive': msOf(alive),
      frozen: msOf(frozen),
      dead: msOf(dead),
      'A to B ms (median) alive': median(alive.acrossMs),
      'with Redis back': median(back.acrossMs),
      clients: crowd.watchers.length,
      stale: Math.max(stale, staleAtTheEnd),
      'the last right s after the last vote': Number.isFinite(converged)
        ? converged / 1000
        : `more than ${form.convergeMs / 1000}`,
    },
    problems: problems.list,
  };
}

interface Crowd {
  readonly watchers: { readonly stream: Watcher; lateMs: number }[];
  readonly sockets: ReturnType<typeof openSocket>[];
  closes(): number;
  leave(): Promise<void>;
}

/** Opens subscribers, half of them signed in. Reconnects are counted, because none is expected. */
async function seat(nodes: readonly Product[], people: readonly Person[], poll: Poll): Promise<Crowd> {
  let closes = 0;
  let isLeaving = false;
  const sockets = nodes.flatMap(({ port }, node) =>
    Array.from({ length: watchersPerNode }, (_, n) => {
      const client = n % 2 === 0 ? { ip: `10.251.${node}.${n}` } : people.at(-1 - n - node * watchersPerNode)!;
      const onClosed = (): void => void (isLeaving || closes++);
      return openSocket(port, client, { onClosed });
    }),
  );
  const watchers = sockets.map((socket) => ({ stream: watch(socket, watchResults, { id: poll.id }), lateMs: 0 }));
  await Promise.all(watchers.map(({ stream }) => stream.until(() => true, 10_000)));
  return {
    watchers,
    sockets,
    closes: () => closes,
    leave: async () => {
      isLeaving = true;
      await Promise.all(sockets.map((socket) => socket.dispose()));
    },
  };
}

async function join(crowd: Crowd, nodes: readonly Product[], poll: Poll): Promise<void> {
  for (const [n, { port }] of nodes.entries()) {
    const socket = openSocket(port, { ip: `10.252.${n}.1` });
    crowd.sockets.push(socket);
    const stream = watch(socket, watchResults, { id: poll.id });
    crowd.watchers.push({ stream, lateMs: 0 });
    await stream.until(() => true, 5000);
  }
}

interface Phase {
  readonly answers: string[];
  readonly ms: number[];
  /** Milliseconds from the answer to a vote at process A to its arrival at a subscriber of process B. */
  readonly acrossMs: number[];
  /** Time of the answer to the last vote, by performance.now(). */
  lastAt: number;
}

/** Casts votes at process A, one after the other. */
async function change(
  nodes: readonly Product[],
  voters: ArrayIterator<Person>,
  poll: Poll,
  crowd: Crowd,
): Promise<Phase> {
  const phase: Phase = { answers: [], ms: [], acrossMs: [], lastAt: 0 };
  const onB = crowd.watchers[watchersPerNode]!.stream;
  for (let n = 0; n < changesPerPhase; n++) {
    const person = voters.next().value;
    if (person === undefined) throw new Error('not enough people');
    const before = turnoutOf(onB, poll);
    const started = performance.now();
    phase.answers.push(await vote(nodes[0]!.port, person, poll, n % 3));
    const answered = performance.now();
    phase.ms.push(answered - started);
    phase.lastAt = answered;
    await onB.until((message) => tallyOf(message, poll).turnout > before, 300);
    if (turnoutOf(onB, poll) > before) phase.acrossMs.push(Math.max(0, onB.lastAt() - answered));
  }
  return phase;
}

function turnoutOf({ messages }: Watcher, poll: Poll): number {
  const last = messages.at(-1);
  return last === undefined ? -1 : tallyOf(last, poll).turnout;
}

/** Number of subscribers without the newest state after `ms`; records how long the others waited. */
async function staleAfter(crowd: Crowd, turnout: number, poll: Poll, ms: number, since: number): Promise<number> {
  const seen = await Promise.all(
    crowd.watchers.map(async (watcher) => {
      const message = await watcher.stream.until((one) => tallyOf(one, poll).turnout === turnout, ms);
      const isRight = message !== undefined && turnoutOf(watcher.stream, poll) === turnout;
      watcher.lateMs = Math.max(watcher.lateMs, isRight ? watcher.stream.lastAt() - since : Infinity);
      return isRight;
    }),
  );
  return seen.filter((isRight) => !isRight).length;
}

function msOf({ ms }: Phase): string {
  return `${Math.round(median(ms))}/${Math.round(quantile(ms, 1))}`;
}
