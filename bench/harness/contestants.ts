import type { Crowd } from '../load/crowd.ts';
import type { Options } from '../job.ts';
import type { Settings } from '../../faults/harness/product.ts';
import { castVotesSql } from '../../server/poll/poll.ballots.ts';
import type { Route } from '../load/change.ts';
import { type Server, startOurs, startPeer } from './servers.ts';
import { installationsOf, type Stage } from './stage.ts';

/** A measured server, the transport of its clients and the route by which it receives changes. */
export interface Contestant {
  readonly name: string;
  readonly server: Server;
  readonly transport: Crowd['transport'];
  readonly route: Route;
  /** Installation whose town the clients use: the contestant's own; for a peer that of `ours`. */
  readonly stage: Stage;
}

/** Names of the peers in the table. A name that ends in `sse` is the same server over server-sent events. */
export type PeerName = 'bare ws' | 'tutorial' | 'mercurius' | 'yoga ws' | 'yoga sse';
export const peerNames: readonly PeerName[] = ['bare ws', 'tutorial', 'mercurius', 'yoga ws', 'yoga sse'];
export const graphqlPeers = peerNames.filter((name) => name !== 'bare ws');

const files: Readonly<Record<PeerName, string>> = {
  'bare ws': 'bare',
  tutorial: 'tutorial',
  mercurius: 'mercurius',
  'yoga ws': 'yoga',
  'yoga sse': 'yoga',
};

/** Starts the measured server of an installation. */
export async function startOwn(stage: Stage): Promise<Contestant> {
  const { name, product, settings, profile, writingServer } = stage;
  const server = await stage.start(name, () => startOurs(product, settings, { profile }));
  return { name, server, transport: 'socket', route: { kind: 'ours', port: writingServer.port }, stage };
}

/** Starts `ours`, the baseline and these peers once. During its turn a contestant is alone on its processor. */
export async function startContestants(
  stage: Stage,
  { hasPeers }: Options,
  names: readonly PeerName[],
  more: Settings = {},
): Promise<ReadonlyMap<string, Contestant>> {
  const own = await Promise.all(installationsOf(stage).map(startOwn));
  const peers = hasPeers ? await startPeers(stage, names, more) : [];
  return new Map([...own, ...peers].map((contestant) => [contestant.name, contestant]));
}

/**
 * Starts a peer on the database and Redis of `ours`; `file` is its name below peers/. Peers get the product's statement as
 * a setting, because their types are checked without the product.
 */
export function startPeerOn(stage: Stage, file: string, more: Settings): Promise<Server> {
  const { REDIS_URL, DATABASE_URL } = stage.settings;
  const CAST_VOTES_SQL = castVotesSql.replace('?', '$1');
  const key = `${file} ${JSON.stringify(more)}`;
  return stage.start(key, () => startPeer(file, { REDIS_URL, DATABASE_URL, CAST_VOTES_SQL, ...more }));
}

async function startPeers(stage: Stage, names: readonly PeerName[], more: Settings): Promise<Contestant[]> {
  const servers = new Map<string, Promise<Server>>();
  for (const file of new Set(names.map((name) => files[name]))) {
    servers.set(file, startPeerOn(stage, file, more));
  }
  const start = async (name: PeerName): Promise<Contestant> => {
    const server = await servers.get(files[name]);
    if (server === undefined) throw new Error(`${name} was not started`);
    const transport = name === 'yoga sse' ? 'sse' : 'socket';
    return { name, server, transport, route: { kind: name === 'mercurius' ? 'mercurius' : 'redis' }, stage };
  };
  return Promise.all(names.map(start));
}

/** Runs `prepare` in each installation; returns a function that finds the result for a contestant. */
export async function inEach<T>(
  stage: Stage,
  prepare: (stage: Stage) => Promise<T>,
): Promise<(contestant: Pick<Contestant, 'stage'>) => T> {
  const prepared = new Map<Stage, T>();
  for (const one of installationsOf(stage)) prepared.set(one, await prepare(one));
  return (contestant) => {
    const found = prepared.get(contestant.stage);
    if (found === undefined) throw new Error(`nothing was prepared for ${contestant.stage.name}`);
    return found;
  };
}

export async function stopContestants(contestants: ReadonlyMap<string, Contestant>): Promise<void> {
  for (const server of new Set([...contestants.values()].map(({ server }) => server))) await server.stop();
}
