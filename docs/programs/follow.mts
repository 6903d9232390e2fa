// Follows a town's board with a partner's key and keeps a copy of it. docs/partner-guide.md, section 5, explains the rules.
//   npm install graphql graphql-ws ws
//   ORTSFUNK=https://ortsfunk.example AGS=07138073 KEY=ortsfunk_… node follow.mts [folder]
// Node 22.18 or newer runs this file as it is, Node 20 with `npx tsx follow.mts`.
// board.json holds the copy and the cursor that belongs to it; changes.jsonl holds one line for each change.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [folder = '.'] = process.argv.slice(2);
const stateFile = join(folder, 'board.json');
const changesFile = join(folder, 'changes.jsonl');
const origin = setting('ORTSFUNK');
const ags = setting('AGS');
const authorization = `Bearer ${setting('KEY')}`;
const pingMs = Number(setting('PING_SECONDS', '15')) * 1000;
const longestWait = 60;

/** Fields of a report that the program keeps. Add what your program shows; `id` and `version` must stay. */
const fields = 'id version reference status updatedAt isPublic place { address } comments { id }';
const boardQuery = `query Board($ags: String!, $first: Int!, $after: PageCursor) { municipality(ags: $ags) { id
  issueBoard { cursor issues(first: $first, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } } } }`;
const boardSubscription = `subscription Follow($town: ID!, $after: StreamCursor) {
  issueBoard(municipalityId: $town, after: $after) { cursor reset removedIds entries { ${fields} } } }`;

type Report = { id: string; version: number; [field: string]: unknown };
type State = { town: string; cursor: string | null; changesBytes: number; reports: Record<string, Report> };
type Board = { cursor: string; issues: { nodes: Report[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
type Update = { cursor: string; reset: boolean; removedIds: string[]; entries: Report[] };
type Problem = { message: string; extensions?: { code?: string; retryAfter?: number } };
type Answer = { data: { municipality: { id: string; issueBoard: Board } | null }; errors?: Problem[] };

/** Ends a connection. The next one begins after `retryAfter` seconds at the earliest. */
class Interruption extends Error {
  retryAfter: number;
  constructor(code: string, retryAfter = 0) {
    super(code);
    this.retryAfter = retryAfter;
  }
}

fs.mkdirSync(folder, { recursive: true });
const nothing: State = { town: '', cursor: null, changesBytes: 0, reports: {} };
const state: State = fs.existsSync(stateFile) ? JSON.parse(fs.readFileSync(stateFile, 'utf8')) : nothing;
// Lines beyond the saved length belong to an unfinished message: the server sends its changes again.
const size = fs.existsSync(changesFile) ? fs.statSync(changesFile).size : 0;
state.changesBytes = Math.min(state.changesBytes, size);
if (size > state.changesBytes) fs.truncateSync(changesFile, state.changesBytes);

let failures = 0;
for (;;) {
  const started = Date.now();
  let retryAfter = 0;
  try {
    if (state.cursor === null) await startAnew();
    await follow();
  } catch (error) {
    const { message } = error as Error;
    console.error(message);
    if (message === 'RESET' || message === 'BAD_CURSOR') state.cursor = null;
    if (error instanceof Interruption) retryAfter = error.retryAfter;
  }
  if (Date.now() - started > longestWait * 1000) failures = 0;
  // Growing waits with jitter: after an outage not all programs reconnect in the same second.
  const wait = Math.min(2 ** failures++, longestWait) * (0.5 + Math.random() / 2);
  await pause((retryAfter + wait) * 1000);
}

/** Reads the board page by page. The cursor of the first page is older than everything read, so no change is missed. */
async function startAnew(): Promise<void> {
  const reports: Record<string, Report> = {};
  let cursor: string | null = null;
  for (let after: string | null = null, isLast = false; !isLast;) {
    const { municipality } = await ask({ ags, first: 100, after });
    if (municipality === null) stop(`there is no town with the key ${ags}`);
    state.town = municipality.id;
    const board = municipality.issueBoard;
    cursor ??= board.cursor;
    for (const report of board.issues.nodes) reports[report.id] = report;
    after = board.issues.pageInfo.endCursor;
    isLast = !board.issues.pageInfo.hasNextPage;
  }
  const removedIds = Object.keys(state.reports).filter((id) => !(id in reports));
  keep(cursor, Object.values(reports), removedIds);
}

/** Receives the changes since the cursor, then every further change, until the connection ends. */
async function follow(): Promise<void> {
  let deadline: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${origin.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { handshakeTimeout: pingMs });
      }
    },
    connectionParams: { authorization },
    connectionAckWaitTimeout: pingMs,
    retryAttempts: 0, // the loop above reconnects, after the cursor of the last message that was handled
    keepAlive: pingMs,
    on: {
      ping: (isReceived) => {
        if (!isReceived) deadline = setTimeout(() => client.terminate(), pingMs); // dead connection: closed with 4499
      },
      pong: () => clearTimeout(deadline),
    },
  });
  try {
    const variables = { town: state.town, after: state.cursor };
    for await (const { data, errors } of client.iterate({ query: boardSubscription, variables })) {
      if (errors || !data) throw interruptionOf(errors ?? []);
      const { cursor, reset, removedIds, entries } = data.issueBoard as Update;
      if (reset) throw new Interruption('RESET');
      const isNews = ({ id, version }: Report): boolean => version >= (state.reports[id]?.version ?? 0);
      keep(cursor, entries.filter(isNews), removedIds);
      failures = 0;
    }
  } catch (error) {
    if (Array.isArray(error)) throw interruptionOf(error);
    if (error instanceof Error) throw error;
    const { code, reason, message } = error as { code?: number; reason?: string; message?: string };
    // 4403: the key is no longer valid, or too many connections use it. A query with an invalid key ends the program.
    if (code === 4403) await ask({ ags, first: 0 });
    throw new Interruption(`connection lost: ${code ?? message} ${reason ?? ''}`);
  } finally {
    clearTimeout(deadline);
  }
}

/**
 * Handles changes, then saves their cursor together with their result. After a kill in between the changes come again.
 */
function keep(cursor: string | null, entries: Report[], removedIds: string[]): void {
  const changes: object[] = [];
  for (const report of entries) {
    const known = state.reports[report.id];
    if (JSON.stringify(known) === JSON.stringify(report)) continue;
    state.reports[report.id] = report;
    changes.push({ change: known === undefined ? 'new' : 'changed', ...report });
  }
  for (const id of removedIds.filter((one) => one in state.reports)) {
    delete state.reports[id];
    changes.push({ change: 'removed', id });
  }
  const lines = changes.map((change) => `${JSON.stringify(change)}\n`).join('');
  fs.appendFileSync(changesFile, lines, { flush: true });
  state.changesBytes += Buffer.byteLength(lines);
  state.cursor = cursor;
  fs.writeFileSync(`${stateFile}.new`, JSON.stringify(state), { flush: true });
  fs.renameSync(`${stateFile}.new`, stateFile);
  process.stdout.write(lines);
}

async function ask(variables: object): Promise<Answer['data']> {
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ query: boardQuery, variables });
  const signal = AbortSignal.timeout(30_000);
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body, signal });
  const { data, errors } = (await response.json()) as Answer;
  if (errors) throw interruptionOf(errors);
  return data;
}

/** Interpretation of the server's errors. Errors that do not pass by waiting end the program. */
function interruptionOf([problem]: readonly Problem[]): Interruption {
  const { code = 'UNAVAILABLE', retryAfter } = problem?.extensions ?? {};
  const isPassing = ['RATE_LIMITED', 'UNAVAILABLE', 'INTERNAL', 'BAD_CURSOR'].includes(code);
  return isPassing ? new Interruption(code, retryAfter) : stop(`${code}: ${problem?.message}`);
}

function setting(name: string, usual?: string): string {
  return process.env[name] ?? usual ?? stop(`the environment variable ${name} is not set`);
}

function stop(reason: string): never {
  console.error(`ended: ${reason}`);
  process.exit(1);
}
