import { get } from '../harness/http.ts';
import { clientIp } from '../harness/people.ts';
import { openPoll, uuidOf, vote } from '../harness/polls.ts';
import { freePort } from '../harness/ports.ts';
import { type Started, startProcess } from '../harness/processes.ts';
import { isReady, type Product, type Settings } from '../harness/product.ts';
import { openAcknowledged } from '../harness/raw.ts';
import type { Problems } from '../harness/scenario.ts';
import type { Stage } from '../harness/stage.ts';
import { becomesTrue, pause } from '../harness/waiting.ts';

/** Sends SIGTERM while one socket is open and one vote is in flight (its poll is locked for about a second). */
export async function tryDrain(stage: Stage, server: Product, database: string, problems: Problems): Promise<string> {
  const { admin, groupId, people } = stage.town;
  const poll = await openPoll(server.port, admin, groupId);
  const socket = await openAcknowledged(server.port, { ip: clientIp(1) });
  const lock = `select 1 from poll where id = '${uuidOf(poll.id)}' for update; select pg_sleep(1.2)`;
  const held = stage.postgres.execute(database, lock);
  await pause(300);
  const inFlight = vote(server.port, people[0]!, poll, 0);
  await pause(200);
  const started = performance.now();
  const exited = server.stop();
  await pause(200);
  const newcomer = await get(server.port, { ip: clientIp(2) }, '/readyz').then(
    ({ status }) => status,
    () => 0,
  );
  problems.require(newcomer !== 200, 'still ready for newcomers while draining');
  problems.equal('request in flight at SIGTERM', await inFlight, 'counted');
  await held;
  const { code } = await exited;
  problems.equal('exit code after SIGTERM', code, 0);
  const closing = await socket.closing(2000);
  problems.equal('open socket at SIGTERM', closing?.code, 1001);
  return `exit ${code} after ${Math.round(performance.now() - started)} ms, request answered, socket ${closing?.code}`;
}

/**
 * Runs `npm start` in a process group of its own and sends SIGTERM, then SIGKILL to npm alone: the server must end,
 * too.
 */
export async function tryNpm(folder: string, settings: Settings, problems: Problems): Promise<string> {
  const figures: string[] = [];
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const port = await freePort();
    const npm = startNpm(folder, { ...settings, PORT: String(port) });
    if (!(await isReady(npm, port))) {
      problems.require(false, `npm start did not come up: ${npm.output().slice(-500)}`);
      return 'did not start';
    }
    const started = performance.now();
    npm.kill(signal);
    const isGone = await becomesTrue(() => isSilent(port), 10_000);
    problems.require(isGone, `the server outlived npm (${signal})`);
    figures.push(`${signal} to npm alone: gone after ${Math.round(performance.now() - started)} ms`);
    await npm.exited;
  }
  return figures.join(', ');
}

function startNpm(folder: string, settings: Settings): Started {
  const env = { NODE_ENV: 'production', PUBLIC_URL: 'http://127.0.0.1', ...settings };
  return startProcess({ file: 'npm', args: ['start'], cwd: folder, env, isGroup: true });
}

function isSilent(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/livez`).then(
    () => false,
    () => true,
  );
}
