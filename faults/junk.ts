import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, codesOf, type Reply } from './harness/http.ts';
import { clientIp } from './harness/people.ts';
import { openPoll } from './harness/polls.ts';
import { startProduct } from './harness/product.ts';
import { readReporting, report } from './harness/reports.ts';
import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { rawRequests } from './junk/bodies.ts';
import { type Junk, junkRequests, type Scene } from './junk/requests.ts';

export const junk: StagedScenario = {
  name: 'junk',
  promise: 'malformed and hostile input: a code for every refusal, never a 500 or a stack trace, no row written',
  control: {
    title: 'global ids are taken apart without looking at them',
    patches: [
      {
        file: 'server/kernel/ids.ts',
        find: 'return known !== undefined && validate(known.id) ? known : undefined;',
        replace: 'return known;',
      },
    ],
  },
  attempt: sendJunk,
};

async function sendJunk(stage: Stage, folder: string): Promise<Findings> {
  const { database, ...settings } = await stage.copyTown();
  const server = await startProduct(folder, settings);
  const scene = await setScene(stage, server.port);
  await finishJobs(stage, database);
  const before = await countRows(stage, database);
  const problems = new Problems();
  const codes: string[] = [];
  for (const request of junkRequests(scene)) {
    const reply = await ask(server.port, request.client, request.query, request.variables);
    codes.push(judge(request, reply, problems));
  }
  const raw = rawRequests(scene.nobody());
  for (const { name, path, init } of raw) codes.push(await judgeRaw(server.port, name, path, init, problems));
  const after = await countRows(stage, database);
  for (const [table, rows] of Object.entries(after)) problems.equal(`rows of ${table}`, rows, before[table]);
  problems.require(!/"level":50/.test(server.process.output()), 'the log tells of internal errors');
  await server.stop();
  return {
    figures: { requests: codes.length, codes: new Set(codes).size, answers: countWords(codes) },
    problems: problems.list,
  };
}

async function setScene(stage: Stage, port: number): Promise<Scene> {
  const { admin, people, groupId } = stage.town;
  const usedKey = randomUUID();
  const poll = await openPoll(port, admin, groupId, { idempotencyKey: usedKey });
  const otherPoll = await openPoll(port, admin, groupId);
  const reporting = await readReporting(port, admin);
  const issue = await report(port, people[0]!, reporting);
  let clients = 0;
  let persons = 0;
  return {
    town: stage.town,
    poll,
    otherPoll,
    usedKey,
    reporting,
    issue,
    nobody: () => ({ ip: clientIp(300_000 + ++clients) }),
    somebody: () => people[1 + (++persons % (people.length - 1))]!,
  };
}

/** Returns the code of the refusal. */
function judge({ name, mayBeNull = false }: Junk, reply: Reply, problems: Problems): string {
  const codes = codesOf(reply);
  const isEmpty = Object.values((reply.data ?? {}) as object).every((value) => value === null);
  const isRefused = codes.length > 0 || (mayBeNull && reply.data != null && isEmpty);
  problems.require(isRefused, `${name}: not refused: ${reply.status} ${reply.text.slice(0, 120)}`);
  const code = codes[0] ?? 'null';
  problems.require(!forbidden.has(code) && reply.status < 500, `${name}: ${reply.status} ${code}`);
  problems.require(!tellsTooMuch.test(reply.text), `${name}: tells of the inside: ${reply.text.slice(0, 200)}`);
  return code;
}

/** Codes that no answer may have. RATE_LIMITED would hide the real answer, so requests are spread over many clients. */
const forbidden = new Set(['INTERNAL', 'INTERNAL_SERVER_ERROR', 'UNAVAILABLE', 'RATE_LIMITED', 'undefined']);
const tellsTooMuch = /node_modules|at .+\.[jt]s:\d|select .+ from|insert into|invalid input syntax|DriverException/i;

async function judgeRaw(
  port: number,
  name: string,
  path: string,
  init: RequestInit,
  problems: Problems,
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, redirect: 'manual' });
  const text = await response.text();
  problems.require(response.status < 500, `${name}: ${response.status}`);
  const isPage = response.status === 200 && response.headers.get('content-type')?.includes('text/html') === true;
  problems.require(response.status >= 400 || isPage, `${name}: not refused: ${response.status} ${text.slice(0, 100)}`);
  problems.require(!tellsTooMuch.test(text), `${name}: tells of the inside: ${text.slice(0, 200)}`);
  problems.require(
    path !== '/graphql' || text.startsWith('{'),
    `${name}: ${response.status} is not JSON: ${text.slice(0, 60)}`,
  );
  return isPage ? 'the app page' : `HTTP ${response.status}`;
}

/** Waits until the messages about the scene are written, at most 30 seconds. */
async function finishJobs(stage: Stage, database: string): Promise<void> {
  const due = `select 1 from jobs.job_common where state <= 'active' and start_after <= now() limit 1`;
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(200))
    if ((await stage.postgres.rows(database, due)).length === 0) return;
}

async function countRows(stage: Stage, database: string): Promise<Record<string, number>> {
  const tables = await stage.postgres.rows<{ name: string }>(
    database,
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*) from "${name}"`).join(' union all ');
  const [row] = await stage.postgres.rows<{ counts: Record<string, number> }>(
    database,
    `select json_object_agg(name, count) as counts from (${counts}) t`,
  );
  return row?.counts ?? {};
}
