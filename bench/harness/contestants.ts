import type { Crowd } from '../load/crowd.ts';
import type { Options } from '../job.ts';
import type { Settings } from '../../faults/harness/product.ts';
import type { Route } from '../load/change.ts';
import { type Server, startOurs, startPeer } from './servers.ts';
import type { Stage } from './stage.ts';

/** A server, how its clients speak to it, and how it hears of changes. */
export interface Contestant {
  readonly name: string;
  readonly server: Server;
  readonly transport: Crowd['transport'];
  readonly route: Route;
}

/** Peers by the names of the table; a name that ends in `sse` is the same server over server-sent events. */
export type PeerName = 'bare ws' | 'tutorial' | 'mercurius' | 'yoga ws' | 'yoga sse';
export const peerNames: readonly PeerName[] = ['bare ws', 'tutorial', 'mercurius', 'yoga ws', 'yoga sse'];
/** A trial is content with the barest and one of its kind. */
export function peersOf({ isQuick }: Options): readonly PeerName[] {
  return isQuick ? ['bare ws', 'mercurius'] : peerNames;
}
export const graphqlPeers = peerNames.filter((name) => name !== 'bare ws');

const files: Readonly<Record<PeerName, string>> = {
  'bare ws': 'bare',
  tutorial: 'tutorial',
  mercurius: 'mercurius',
  'yoga ws': 'yoga',
  'yoga sse': 'yoga',
};

/** Ours and these peers, each started once and alone on its processor while it is its turn. */
export async function startContestants(
  stage: Stage,
  names: readonly PeerName[],
  more: Settings = {},
): Promise<ReadonlyMap<string, Contestant>> {
  const ours = await startOurs(stage.product, stage.settings, { profile: stage.profile });
  const route: Route = { kind: 'ours', port: stage.desk.port };
  const all = new Map<string, Contestant>([['ours', { name: 'ours', server: ours, transport: 'socket', route }]]);
  const { REDIS_URL, DATABASE_URL } = stage.settings;
  const started = new Map<string, Server>();
  for (const name of names) {
    const server = started.get(files[name]) ?? (await startPeer(files[name], { REDIS_URL, DATABASE_URL, ...more }));
    started.set(files[name], server);
    const transport = name === 'yoga sse' ? 'sse' : 'socket';
    all.set(name, { name, server, transport, route: { kind: name === 'mercurius' ? 'mercurius' : 'redis' } });
  }
  return all;
}

/** A round's turn by the contestant's name. */
export function turnsOf<Found>(
  contestants: ReadonlyMap<string, Contestant>,
  turn: (contestant: Contestant) => Promise<Found>,
): (name: string) => Promise<Found> {
  return (name) => {
    const contestant = contestants.get(name);
    if (contestant === undefined) throw new Error(`nobody is called ${name}`);
    return turn(contestant);
  };
}

export async function stopContestants(contestants: ReadonlyMap<string, Contestant>): Promise<void> {
  for (const server of new Set([...contestants.values()].map(({ server }) => server))) await server.stop();
}
