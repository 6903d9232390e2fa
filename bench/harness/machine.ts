import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { peerVersions } from './packages.ts';
import { pinningNote } from './pinning.ts';
import type { Stage } from './stage.ts';

/** Description of the machine and the versions, without which figures mean nothing. */
export interface Machine {
  readonly hardware: string;
  readonly software: string;
  readonly packages: string;
}

const told = ['ws', 'graphql', 'graphql-ws', 'type-graphql', 'graphql-redis-subscriptions', 'ioredis'];
const peersTold = ['mercurius', 'mqemitter-redis', 'fastify', 'graphql-yoga', '@graphql-yoga/redis-event-target', 'pg'];

export async function describeMachine({ postgres, database }: Stage): Promise<Machine> {
  const [server] = await postgres.rows<{ version: string }>(
    database,
    `select current_setting('server_version') as version`,
  );
  const redis = /v=(\S+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))?.[1] ?? '?';
  const versions = peerVersions();
  const [first] = cpus();
  return {
    hardware: `${first?.model.trim()}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GB; ${pinningNote()}.`,
    software: `Node ${process.versions.node}, PostgreSQL ${server?.version}, Redis ${redis}`,
    packages: `${[...told, ...peersTold].map((name) => `${name} ${versions[name]}`).join(', ')}.`,
  };
}
