import 'reflect-metadata'; // first import of every entry: built files share chunks, and decorators run on load
import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Redis } from 'ioredis';
import { v7 } from 'uuid';
import manifest from '../package.json' with { type: 'json' };
import { readBackupState } from './database/backup/state.ts';
import { refuseUnfinished } from './database/backup/unfinished.ts';
import { migrateDatabase } from './database/migrations/run.ts';
import { lockDataDir } from './database/lock.ts';
import { entityManager, openDatabase } from './database/orm.ts';
import { domains } from './domains.ts';
import { DatabaseClock } from './kernel/clock.ts';
import { type Config, ConfigError } from './kernel/config.ts';
import type { Services } from './kernel/context.ts';
import { composeDomains, type Product } from './kernel/domain.ts';
import { openBucket } from './kernel/files.bucket.ts';
import { type FileStore, openFiles } from './kernel/files.ts';
import { createForgetting } from './kernel/forgetting.ts';
import { originOf } from './kernel/hosts.ts';
import { ensurePushKeys, Installation } from './kernel/installation.ts';
import { startQueues, stopQueues } from './kernel/jobs.ts';
import { createLimits } from './kernel/limits.ts';
import { connectRedis, createRedisBus, waitForRedis } from './kernel/live/bus.redis.ts';
import { createMemoryBus } from './kernel/live/bus.memory.ts';
import { createLog } from './kernel/log.ts';
import { MachineHealth } from './kernel/machine.ts';
import { refuseHalfMoved, requirePostgres } from './kernel/moved.ts';
import { machineProbes } from './kernel/machine.probes.ts';
import { createMailTransport } from './kernel/mail.transport.ts';
import { createMetrics } from './kernel/metrics.ts';
import { createNotes } from './kernel/notes.ts';
import { createPresence } from './kernel/presence.ts';
import type { ProcessServices, Role } from './kernel/process.ts';
import { createTraffic } from './kernel/traffic.ts';

export interface StartedServices extends Services {
  /** Sets the origin for links of demo mode, which is known after listening. */
  setOrigin(origin: string): void;
  drain(): void;
  close(): Promise<void>;
}

export interface ServicesOptions {
  /** Work of the process; all processes but `web` work on the job queues. Absent: all work. */
  readonly role?: Role;
  /** Product to serve; absent: composed of all domains. */
  readonly product?: Product;
  /** Options that are passed to PGlite. */
  readonly pgliteOptions?: object;
}

/**
 * Starts everything that lives as long as the process, in the order of dependencies; `close` stops it in reverse order.
 */
export async function startServices(
  config: Config,
  { role = 'all', product = composeDomains(domains), pgliteOptions = {} }: ServicesOptions = {},
): Promise<StartedServices> {
  const { release, orm, redis } = await openStores(config, product, pgliteOptions);
  const em = entityManager(orm);
  const log = createLog(config.logLevel);
  const { id, secret, pushKeys } = await readInstallation(em.fork());
  const bus = config.redisUrl === undefined ? createMemoryBus() : await createRedisBus(config.redisUrl, id);
  const clock = new DatabaseClock();
  const machine = new MachineHealth(machineProbes(config, em, clock), log);
  await machine.start(); // before anything is decided by the clock
  const boss = await startQueues({ config, em, log, machine, registry: product }, role !== 'web');
  // PGlite runs in this process and has its clock.
  const now = (): Date => (config.databaseUrl === undefined ? new Date() : clock.now());
  let origin = config.publicUrl ?? `http://${config.host}:${config.port}`;
  let isDraining = false;
  const mail = createMailTransport(config, () => origin, now);
  const limits = createLimits(id, redis);
  const traffic = createTraffic({ em, limits, log, now });

  return {
    config,
    em,
    registry: product,
    bus,
    boss,
    log,
    mail,
    secret,
    pushKeys,
    files: filesOf(config),
    limits,
    traffic,
    machine,
    ...processServices(config, role, now(), () => readBackupState(config, id, log)),
    ...sharedBy(id, redis, now),
    publicUrl: (ags) => originOf(origin, config.townHosts, ags),
    isDraining: () => isDraining,
    setOrigin: (value) => {
      origin = config.publicUrl ?? value;
    },
    drain: () => {
      isDraining = true;
    },
    close: async () => {
      void machine.stop(); // a database that does not answer must not delay the end
      await stopQueues(boss);
      await traffic.close();
      mail.close();
      await bus.close();
      redis?.disconnect();
      await orm.close(true);
      release();
    },
  };
}

function processServices(
  { metricsPort }: Config,
  role: Role,
  startedAt: Date,
  backups: Services['backups'],
): ProcessServices {
  const metrics = metricsPort === undefined ? undefined : createMetrics();
  return { process: { id: v7(), role, version: manifest.version, startedAt }, metrics, backups };
}

/** Refuses to start where a domain needs PostgreSQL, and beside an unfinished restore or move; then locks the folder. */
function lockInstallation(config: Config, product: Product): () => void {
  requirePostgres(config, product.needPostgres);
  refuseUnfinished(config);
  return lockDataDir(config);
}

/** Short-lived data that processes share in Redis; without Redis each process has its own. */
function sharedBy(
  id: string,
  redis: Redis | undefined,
  now: () => Date,
): Pick<Services, 'notes' | 'forget' | 'presence' | 'now'> {
  return {
    now,
    notes: createNotes(id, redis),
    forget: createForgetting(id, redis),
    presence: createPresence(id, redis, () => now().getTime()),
  };
}

/** Id, secret and push keys of this installation; makes the keys at the first start. */
async function readInstallation(em: SqlEntityManager) {
  const installation = await em.findOneOrFail(Installation, { id: { $ne: null } });
  const { id, secret } = installation;
  return { id, secret, pushKeys: await ensurePushKeys(em, installation) };
}

function filesOf({ bucket, dataDir }: Config): FileStore {
  return bucket === undefined ? openFiles(dataDir) : openBucket(bucket);
}

interface Stores {
  readonly orm: MikroORM;
  readonly redis: Redis | undefined;
  /** Releases the lock of the data folder. */
  readonly release: () => void;
}

/** Locks the data folder and connects to database and Redis. An error leaves nothing locked or open. */
async function openStores(config: Config, product: Product, pgliteOptions: object): Promise<Stores> {
  const release = lockInstallation(config, product);
  let orm: MikroORM | undefined;
  try {
    orm = await reachDatabase(config, product, pgliteOptions);
    await refuseHalfMoved(entityManager(orm).fork());
    return { orm, redis: await reachRedis(config), release };
  } catch (error) {
    await orm?.close(true);
    release();
    throw error;
  }
}

async function reachDatabase(config: Config, product: Product, pgliteOptions: object): Promise<MikroORM> {
  let orm: MikroORM | undefined;
  try {
    orm = await openDatabase(config, product, pgliteOptions);
    await migrateDatabase(config, orm);
    return orm;
  } catch (error) {
    await orm?.close(true);
    const where = config.databaseUrl === undefined ? `PGlite in ${config.dataDir}` : 'the database of DATABASE_URL';
    throw new ConfigError(`${where} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Connects to Redis. No answer at the start is a wrong setting and throws; a later loss only delays updates. */
async function reachRedis(config: Config): Promise<Redis | undefined> {
  if (config.redisUrl === undefined) return undefined;
  const redis = connectRedis(config.redisUrl);
  if (await waitForRedis(redis, 5000)) return redis;
  redis.disconnect();
  throw new ConfigError('the Redis of REDIS_URL does not answer');
}
