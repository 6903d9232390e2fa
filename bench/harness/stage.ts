import { join } from 'node:path';
import type { Postgres } from '../../faults/harness/postgres.ts';
import type { Settings } from '../../faults/harness/product.ts';
import { type OwnServices, startServices } from '../../faults/harness/services.ts';
import { settle, type Town } from '../../faults/harness/stage.ts';
import type { ClientCalls } from '../load/client.ts';
import type { WriterCalls } from '../load/change.ts';
import type { VoterCalls } from '../load/voters.ts';
import { startCalls } from './calls.ts';
import { loadSql, requireBuilt, type TownSql } from './checkout.ts';
import { type Citizen, insertCitizens } from './citizens.ts';
import { cpus, pinSelf } from './pinning.ts';
import { type Server, startFresh, startOnce, startOurs, type StartServer } from './servers.ts';
import * as ownSql from './town.sql.ts';

const load = join(import.meta.dirname, '../load');

type Caller<C extends Readonly<Record<string, (argument: never) => unknown>>> = Awaited<
  ReturnType<typeof startCalls<C>>
>;

/** One installation of a built product: a database of its own and a town with people. */
interface Installation {
  /** Name of the contestant: `ours` or `baseline`. */
  readonly name: string;
  /** Folder of the built product. */
  readonly product: string;
  readonly database: string;
  /** SQL that fits the tables of this product. */
  readonly sql: TownSql;
  /** Folder for profiles of the measured server; undefined: no profiling. */
  readonly profile: string | undefined;
  readonly settings: Settings & { readonly REDIS_URL: string; readonly DATABASE_URL: string };
  readonly town: Town;
  /** People with a session. Jobs use them one after the other, because each has rate limits. */
  readonly citizens: readonly Citizen[];
  /** Second process of the installation. It performs the writes, so that the measured one only delivers. */
  readonly writingServer: Server;
}

/** Services and load processes that all installations share. */
interface Load {
  readonly postgres: Postgres;
  /** Starts servers that are measured. */
  readonly start: StartServer;
  readonly client: Caller<ClientCalls>;
  readonly writer: Caller<WriterCalls>;
  readonly voters: Caller<VoterCalls>;
}

/** The installation `ours` and everything that a job needs to load it. */
export interface Stage extends Installation, Load {
  /** Stage of the checkout with which `ours` is compared. */
  readonly baseline: Stage | undefined;
}

export interface StageOptions {
  readonly isSmoke: boolean;
  /** Folder for profiles of the measured servers. */
  readonly profile: string | undefined;
  /** Folder of the checkout with which `ours` is compared. */
  readonly baseline: string | undefined;
}

const citizenCount = 25_000;
const fewCitizens = 2500;

export async function setStage({ isSmoke, profile, baseline }: StageOptions): Promise<Stage> {
  if (baseline !== undefined) await requireBuilt(baseline);
  const services = await startServices('bench', 'pg_stat_statements');
  pinSelf(cpus.load);
  const count = isSmoke ? fewCitizens : citizenCount;
  const ours = await install(services, { name: 'ours', product: services.product, sql: ownSql, profile }, count);
  const other = baseline === undefined ? undefined : await installBaseline(services, baseline, profile, count);
  const start = isSmoke ? startOnce() : startFresh;
  const shared = { postgres: services.postgres, start, ...(await startLoad(services.redis.url)) };
  return { ...shared, ...ours, baseline: other && { ...shared, ...other, baseline: undefined } };
}

/** The installation `ours`, and the baseline if there is one. */
export function installationsOf(stage: Stage): readonly Stage[] {
  return stage.baseline === undefined ? [stage] : [stage, stage.baseline];
}

async function installBaseline(
  services: OwnServices,
  product: string,
  profile: string | undefined,
  count: number,
): Promise<Installation> {
  const own = { name: 'baseline', product, sql: await loadSql(product), profile: profile && join(profile, 'baseline') };
  return install(services, own, count);
}

async function install(
  { postgres, mail, root, settings: shared }: OwnServices,
  own: Pick<Installation, 'name' | 'product' | 'sql' | 'profile'>,
  count: number,
): Promise<Installation> {
  const { name: database, product, sql } = own;
  const DATABASE_URL = await postgres.create(database);
  const settings = { ...shared, DATABASE_URL, DATA_DIR: join(root, `data-${database}`) };
  const town = await settle(product, settings, mail, 0);
  const citizens = await insertCitizens(postgres, database, sql, count);
  const writingServer = await startOurs(product, settings, { cpu: cpus.load });
  return { ...own, database, settings, town, citizens, writingServer };
}

async function startLoad(redisUrl: string): Promise<Pick<Load, 'client' | 'writer' | 'voters'>> {
  const [client, writer, voters] = await Promise.all([
    startCalls<ClientCalls>(join(load, 'client.ts'), cpus.load),
    startCalls<WriterCalls>(join(load, 'writer.ts'), cpus.load),
    startCalls<VoterCalls>(join(load, 'voters.ts'), cpus.load),
  ]);
  await Promise.all([client('listen', redisUrl), writer('connect', redisUrl)]);
  return { client, writer, voters };
}
