import type { Person } from './harness/people.ts';
import { openPoll, type Poll, readTally, type Tally, tallyOf, vote, watchResults } from './harness/polls.ts';
import { startNodes } from './harness/product.ts';
import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { openSocket, watch, type Watcher } from './harness/sockets.ts';
import type { Stage } from './harness/stage.ts';
import { pause } from './harness/waiting.ts';
import { neverCompares } from './controls.ts';

/** The product compares versions every 12 s. The short form sets 3 s, so that it converges sooner. */
const forms = {
  full: { settings: {}, seconds: 60, clients: 200, convergeMs: 15_000 },
  short: { settings: { LIVE_COMPARE_MS: '3000' }, seconds: 8, clients: 50, convergeMs: 4500 },
} as const;

export const flapping: StagedScenario = {
  name: 'flapping',
  promise: 'Redis connections killed every second while people vote: votes failed 0, stale clients at the end 0',
  alone: 'it ends the Redis connections of all scenarios and judges how late clients are',
  control: neverCompares,
  attempt: flap,
};

async function flap(stage: Stage, folder: string): Promise<Findings> {
  const form = stage.isShort ? forms.short : forms.full;
  const { database: _database, ...settings } = await stage.copyTown();
  const nodes = await startNodes(folder, 2, { ...settings, ...form.settings });
  const { port } = nodes[0]!;
  const { admin, groupId, people } = stage.town;
  const poll = await openPoll(port, admin, groupId);
  const problems = new Problems();
  const sockets = Array.from({ length: form.clients }, (_, n) =>
    openSocket(
      nodes[n % 2]!.port,
      { ip: `10.251.${n % 2}.${n >> 1}` },
      {
        onClosed: (code) => problems.require(code === 1000, `a client's own connection was closed with ${code}`),
      },
    ),
  );
  const watchers = sockets.map((socket) => watch(socket, watchResults, { id: poll.id }));
  await Promise.all(watchers.map((watcher) => watcher.until(() => true, 10_000)));

  const load = startVotes(port, people.slice(1), poll);
  let killed = 0;
  for (let second = 0; second < form.seconds; second++) {
    killed += await stage.redis.killConnections();
    await pause(1000);
  }
  load.isOver = true;
  const answers = await load.done;
  // The hint of the last change is lost for certain: connections are killed until the vote is answered.
  const last = { answer: '' };
  void vote(port, people[0]!, poll, 0).then((answer) => (last.answer = answer));
  while (last.answer === '') killed += await stage.redis.killConnections();
  answers.push(last.answer);

  const tally = await readTally(port, admin, poll);
  const since = performance.now();
  const behind = watchers.filter((watcher) => !isAt(watcher, poll, tally)).length;
  const stale = await countStale(watchers, poll, tally, form.convergeMs);
  problems.equal('answers', countWords(answers), `counted ${answers.length}`);
  problems.equal('turnout', tally.turnout, Math.min(answers.length, people.length));
  problems.require(killed >= 2 * form.seconds, `only ${killed} connections were killed`);
  problems.equal('stale clients at the end', stale, 0);
  const converged = (Math.max(...watchers.map((watcher) => watcher.lastAt())) - since) / 1000;
  await Promise.all(sockets.map((socket) => socket.dispose()));
  await Promise.all(nodes.map((node) => node.stop()));
  return {
    figures: {
      'connections killed': killed,
      votes: countWords(answers),
      clients: form.clients,
      'behind after the last vote': behind,
      stale,
      'the last right s after the last vote': stale === 0 ? converged : `more than ${form.convergeMs / 1000}`,
    },
    problems: problems.list,
  };
}

/** Casts one vote every 200 ms, by each person in turn, until `isOver` is set. */
function startVotes(port: number, people: readonly Person[], poll: Poll) {
  const load = { isOver: false, done: Promise.resolve<string[]>([]) };
  const work = async (): Promise<string[]> => {
    const answers: string[] = [];
    for (let n = 0; !load.isOver; n++) {
      answers.push(await vote(port, people[n % people.length]!, poll, n % 3));
      await pause(200);
    }
    return answers;
  };
  load.done = work();
  return load;
}

function isAt({ messages }: Watcher, poll: Poll, { turnout, votes }: Tally): boolean {
  const last = messages.at(-1);
  if (last === undefined) return false;
  const seen = tallyOf(last, poll);
  return seen.turnout === turnout && seen.votes.join() === votes.join();
}

async function countStale(watchers: readonly Watcher[], poll: Poll, tally: Tally, ms: number): Promise<number> {
  const right = await Promise.all(
    watchers.map(async (watcher) => {
      await watcher.until(() => isAt(watcher, poll, tally), ms);
      return isAt(watcher, poll, tally);
    }),
  );
  return right.filter((isRight) => !isRight).length;
}
