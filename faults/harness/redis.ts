import { mkdirSync } from 'node:fs';
import { Redis } from 'ioredis';
import { freePort } from './ports.ts';
import { type Started, startProcess } from './processes.ts';

export interface OwnRedis {
  readonly url: string;
  start(): Promise<void>;
  /** Kills Redis; its data is lost, the next `start` begins empty. */
  kill(): Promise<void>;
  /** Stops the process (SIGSTOP): connections stay open, but no command is answered. */
  freeze(): void;
  thaw(): void;
  /** Closes all other connections and returns their number. Redis continues to run. */
  killConnections(): Promise<number>;
  /** Sends one command over a connection of its own. */
  ask(command: string, ...args: string[]): Promise<unknown>;
}

export async function startRedis(folder: string): Promise<OwnRedis> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  let server: Started | undefined;
  const redis: OwnRedis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      server = startProcess({ file: 'redis-server', args: [...args, '--dir', folder], cwd: folder, env: {} });
      if (!(await server.prints(/Ready to accept connections/, 10_000))) throw new Error(server.output());
    },
    async kill() {
      server?.kill('SIGKILL');
      await server?.exited;
    },
    freeze: () => server?.kill('SIGSTOP'),
    thaw: () => server?.kill('SIGCONT'),
    async killConnections() {
      const killed = [];
      for (const type of ['normal', 'pubsub']) killed.push(Number(await redis.ask('CLIENT', 'KILL', 'TYPE', type)));
      return killed.reduce((sum, count) => sum + count);
    },
    async ask(command, ...args) {
      const client = new Redis(redis.url, { lazyConnect: true, connectTimeout: 2000, commandTimeout: 2000 });
      try {
        await client.connect();
        return await client.call(command, ...args);
      } finally {
        client.disconnect();
      }
    },
  };
  await redis.start();
  return redis;
}
