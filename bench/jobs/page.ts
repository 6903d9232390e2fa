import { deepStrictEqual } from 'node:assert';
import { askData, type Data } from '../../faults/harness/http.ts';
import { say } from '../../faults/harness/report.ts';
import { type Document, readDocument } from '../harness/checkout.ts';
import { startOwn, startPeerOn } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { compare, compareBaseline, type Figures, interleave, rename, type Rounds } from '../harness/rounds.ts';
import type { Server } from '../harness/servers.ts';
import { installationsOf, type Stage } from '../harness/stage.ts';
import { followers, manyGroups, pageAgs, settleTown } from '../harness/town.ts';
import type { Job, Options, Row } from '../job.ts';

/** Variables as the web app sends them: the first page holds 15 entries. */
const variables = { ags: pageAgs, groupIds: [], first: 15, after: null };
const atOnce = 16;
/** Number of pages before the measurement, because the first ones are slower. */
const warmUp = 100;
const kinds = ['one', 'one, hash', 'many'];

/** A server of home pages, the document of its own web app, and the installation whose people read. */
interface Reader {
  readonly name: string;
  readonly server: Server;
  readonly stage: Stage;
  readonly document: Document;
}

/** Cost of the citizens' home page, including session, limits and permissions. */
export const page: Job = async (stage, options) => {
  for (const one of installationsOf(stage)) await settleTown(one);
  const readers = await startReaders(stage, options);
  await requireEqual(readers);
  const requests = options.isSmoke ? 20 : 1000;
  const turn = async (name: string): Promise<Figures> => {
    const [who, kind, form] = name.split(', ') as [string, 'one' | 'many', 'hash' | undefined];
    const reader = readers.find((one) => one.name === who);
    if (reader === undefined) throw new Error(`nobody is called ${who}`);
    const { server } = reader;
    const cookies = reader.stage.citizens.slice(...followers[kind]).map(({ cookie }) => cookie);
    const asked = form === 'hash' ? askByHash(reader.document) : { query: reader.document.query };
    const election = { port: server.port, cookies, asked, atOnce, expected: '"edges":[{' };
    await stage.voters('overHttp', { ...election, variables: Array<object>(warmUp).fill(variables) });
    const cpu = cpuOf(server.pid);
    const turnout = await stage.voters('overHttp', { ...election, variables: Array<object>(requests).fill(variables) });
    const cpuMs = cpuOf(server.pid) - cpu;
    if (turnout.counted < requests) throw new Error(`refused: ${turnout.refusals.join(' ').slice(0, 500)}`);
    const { ms, medianMs, p99Ms } = turnout;
    return { µs: (cpuMs * 1000) / requests, 'pages/s': requests / (ms / 1000), 'p50 ms': medianMs, 'p99 ms': p99Ms };
  };
  const rounds = await interleave('page', turnsOfAll(readers), options.rounds, turn);
  for (const { server } of readers) await server.stop();
  return rowsOf(rounds);
};

async function startReaders(stage: Stage, { hasPeers }: Options): Promise<readonly Reader[]> {
  const own = installationsOf(stage).map(async (one): Promise<Reader> => {
    const { name, server } = await startOwn(one);
    return { name, server, stage: one, document: readDocument(one.product, 'TownFeed') };
  });
  const readers = await Promise.all(own);
  if (!hasPeers) return readers;
  const server = await startPeerOn(stage, 'page', { LOOK_UP: 'yes' });
  return [...readers, { name: 'mercurius', server, stage, document: readDocument(stage.product, 'TownFeed') }];
}

/** Names of all turns; turns that are compared stand next to each other. */
function turnsOfAll(readers: readonly Reader[]): string[] {
  const all = kinds.flatMap((kind) => readers.map(({ name }) => `${name}, ${kind}`));
  return all.filter((name) => name !== 'mercurius, one, hash'); // Mercurius has no persisted documents
}

function askByHash({ sha256Hash }: Document): object {
  return { extensions: { persistedQuery: { version: 1, sha256Hash } } };
}

function rowsOf(rounds: Rounds): Row[] {
  const one = rename(rounds, 'ours, one');
  const hash = rename(rounds, 'ours, one, hash');
  const many = rename(rounds, 'ours, many');
  const peer = rename(rounds, 'mercurius, many');
  const cost = { what: 'CPU per home page', unit: 'µs' };
  const byHash = { what: 'CPU per home page, persisted documents', unit: 'µs' };
  const whole = { what: `CPU per home page, ${manyGroups} groups`, unit: 'µs' };
  const growth = { what: `CPU, ${manyGroups} groups against the town alone`, unit: 'µs' };
  const late = { what: `answer, median, ${atOnce} at a time`, unit: 'ms' };
  return [
    ...compare(one, 'µs', 'mercurius, one', { ...cost, goal: { atMost: 1.3 } }),
    ...compare(hash, 'µs', 'mercurius, one', { ...byHash, goal: { atMost: 0.75 } }),
    ...compare(one, 'p50 ms', 'mercurius, one', late),
    ...compare(many, 'µs', 'mercurius, many', { ...whole, goal: { atMost: 1.3 } }),
    ...compare(many, 'µs', 'ours, one', { ...growth, goal: { atMost: 1.2 } }),
    ...compare(peer, 'µs', 'mercurius, one', { what: 'the same of Mercurius itself', unit: 'µs' }),
    ...compareBaseline(rounds, 'µs', cost, { turn: ', one' }),
    ...compareBaseline(rounds, 'µs', byHash, { turn: ', one, hash' }),
    ...compareBaseline(rounds, 'µs', whole, { turn: ', many' }),
    ...compareBaseline(rounds, 'p50 ms', late, { turn: ', one' }),
  ];
}

/**
 * Throws unless all servers answer alike, because a server that returns less would be cheaper. A peer reads the
 * database of `ours` and must return the same except for cursors and the cut of excerpts; the baseline must return
 * data of the same shape for its own town.
 */
async function requireEqual([ours, ...others]: readonly Reader[]): Promise<void> {
  if (ours === undefined) throw new Error('nobody reads');
  const expected = await readPage(ours);
  for (const other of others) {
    const found = await readPage(other);
    if (other.stage === ours.stage) deepStrictEqual(without(cutDifferently, found), without(cutDifferently, expected));
    else if (other.document.query === ours.document.query) deepStrictEqual(shapeOf(found), shapeOf(expected));
    else say(`the home page of ${other.name} asks another document: what is compared includes this difference`);
  }
}

async function readPage({ server, stage, document }: Reader): Promise<Data> {
  const [number] = followers.many;
  const { cookie, ip } = stage.citizens[number] ?? { cookie: '', ip: '' };
  return askData(server.port, { cookie, ip }, document.query, variables);
}

const cutDifferently = ['cursor', 'endCursor', 'excerpt'];

function without(left: readonly string[], data: Data): unknown {
  const text = JSON.stringify(data, (key, value: unknown) => (left.includes(key) ? undefined : value));
  return JSON.parse(text);
}

/** The answer with the type of each value in place of the value. */
function shapeOf(data: Data): unknown {
  const isLeaf = (value: unknown): boolean => value !== null && typeof value !== 'object';
  const text = JSON.stringify(data, (_key, value: unknown) => (isLeaf(value) ? typeof value : value));
  return JSON.parse(text);
}
