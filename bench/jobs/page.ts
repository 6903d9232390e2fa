import { deepStrictEqual } from 'node:assert';
import { addTypenameToDocument } from '@apollo/client/utilities/index.js';
import { print } from 'graphql';
import { askData, type Data } from '../../faults/harness/http.ts';
import { TownFeedDocument } from '../../web/gql/graphql.ts';
import manifest from '../../web/gql/persisted-documents.json' with { type: 'json' };
import { cpuOf } from '../harness/cpu.ts';
import { compare, type Figures, interleave, rename, type Rounds } from '../harness/rounds.ts';
import { type Server, startOurs, startPeer } from '../harness/servers.ts';
import type { Stage } from '../harness/stage.ts';
import { followers, manyGroups, pageAgs, settleTown } from '../harness/town.ts';
import type { Job, Row } from '../job.ts';

/** As the web app asks: Apollo Client adds the names of types, the first page holds 15 things. */
const query = print(addTypenameToDocument(TownFeedDocument));
const persisted = Object.entries(manifest).find(([, text]) => /^query TownFeed\b/m.test(text))?.[0];
const questions = {
  text: { query },
  hash: { extensions: { persistedQuery: { version: 1, sha256Hash: persisted } } },
} as const;
const variables = { ags: pageAgs, groupIds: [], first: 15, after: null };
const atOnce = 16;
/** Nobody pays for the first pages. */
const warmUp = 100;
const names = ['ours, one', 'ours, one, hash', 'mercurius, one', 'ours, many', 'mercurius, many'];

/** The citizens' home page through everything that stands before it: session, limits, permissions. */
export const page: Job = async (stage, options) => {
  await settleTown(stage);
  const { REDIS_URL, DATABASE_URL } = stage.settings;
  const servers = new Map<string, Server>([
    ['ours', await startOurs(stage.product, stage.settings, { profile: stage.profile })],
    ['mercurius', await startPeer('page', { REDIS_URL, DATABASE_URL, LOOK_UP: 'yes' })],
  ]);
  await requireEqual(stage, [...servers.values()]);
  const requests = options.isQuick ? 60 : 1000;
  const turn = async (name: string): Promise<Figures> => {
    const [who, kind, form = 'text'] = name.split(', ') as [string, 'one' | 'many', 'hash' | undefined];
    const server = servers.get(who);
    if (server === undefined) throw new Error(`nobody is called ${who}`);
    const cookies = stage.citizens.slice(...followers[kind]).map(({ cookie }) => cookie);
    const asked = { port: server.port, cookies, asked: questions[form], atOnce, expected: '"edges":[{' };
    await stage.voters('overHttp', { ...asked, variables: Array<object>(warmUp).fill(variables) });
    const cpu = cpuOf(server.pid);
    const turnout = await stage.voters('overHttp', { ...asked, variables: Array<object>(requests).fill(variables) });
    const cpuMs = cpuOf(server.pid) - cpu;
    if (turnout.counted < requests) throw new Error(`refused: ${turnout.refusals.join(' ').slice(0, 500)}`);
    const { ms, medianMs, p99Ms } = turnout;
    return { µs: (cpuMs * 1000) / requests, 'pages/s': requests / (ms / 1000), 'p50 ms': medianMs, 'p99 ms': p99Ms };
  };
  const turns = options.isQuick ? names.filter((name) => name.includes('one')) : names;
  const rounds = await interleave('page', turns, options.rounds ?? (options.isQuick ? 1 : 3), turn);
  for (const server of servers.values()) await server.stop();
  return [...rowsOfOne(rounds), ...(options.isQuick ? [] : rowsOfMany(rounds))];
};

const cost = { what: 'CPU per home page', unit: 'µs' };

function rowsOfOne(rounds: Rounds): Row[] {
  const [one, hash] = [rename(rounds, 'ours, one'), rename(rounds, 'ours, one, hash')];
  const byHash = { ...cost, what: `${cost.what}, persisted documents`, goal: { atMost: 0.8 } };
  return [
    compare(one, 'µs', 'mercurius, one', { ...cost, goal: { atMost: 1.3 } }),
    compare(hash, 'µs', 'mercurius, one', byHash),
    compare(one, 'p50 ms', 'mercurius, one', { what: `answer, median, ${atOnce} at a time`, unit: 'ms' }),
  ];
}

function rowsOfMany(rounds: Rounds): Row[] {
  const many = rename(rounds, 'ours, many');
  const growth = { what: `CPU, ${manyGroups} groups against the town alone`, unit: 'µs', goal: { atMost: 1.2 } };
  const whole = { ...cost, what: `${cost.what}, ${manyGroups} groups`, goal: { atMost: 1.3 } };
  const theirs = { what: 'the same of Mercurius itself', unit: 'µs' };
  return [
    compare(many, 'µs', 'mercurius, many', whole),
    compare(many, 'µs', 'ours, one', growth),
    compare(rename(rounds, 'mercurius, many'), 'µs', 'mercurius, one', theirs),
  ];
}

/** A peer that says less would be cheaper: both say the same, but for cursors and how an excerpt is cut. */
async function requireEqual(stage: Stage, servers: readonly Server[]): Promise<void> {
  const [number] = followers.many;
  const { cookie, ip } = stage.citizens[number] ?? { cookie: '', ip: '' };
  const pages = await Promise.all(servers.map(({ port }) => askData(port, { cookie, ip }, query, variables)));
  for (const other of pages.slice(1)) deepStrictEqual(bare(other), bare(pages[0]));
}

function bare(data: Data): unknown {
  const left = ['cursor', 'endCursor', 'excerpt'];
  const text = JSON.stringify(data, (key, value: unknown) => (left.includes(key) ? undefined : value));
  return JSON.parse(text);
}
