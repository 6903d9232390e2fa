import { join } from 'node:path';
import type { Postgres } from '../../faults/harness/postgres.ts';
import type { Settings } from '../../faults/harness/product.ts';
import { startServices } from '../../faults/harness/services.ts';
import { settle, type Town } from '../../faults/harness/stage.ts';
import type { ClientCalls } from '../load/client.ts';
import type { WriterCalls } from '../load/change.ts';
import type { VoterCalls } from '../load/voters.ts';
import { startCalls } from './calls.ts';
import { type Citizen, insertCitizens } from './citizens.ts';
import { cpus, pinSelf } from './pinning.ts';
import { startOurs, type Server } from './servers.ts';

const load = join(import.meta.dirname, '../load');

type Caller<C extends Readonly<Record<string, (argument: never) => unknown>>> = Awaited<
  ReturnType<typeof startCalls<C>>
>;

/** PostgreSQL, Redis and the built product of our own, a town with people, and the processes that make the load. */
export interface Stage {
  readonly postgres: Postgres;
  readonly database: string;
  readonly product: string;
  /** Where profiles of our measured server go; undefined: it is not profiled. */
  readonly profile: string | undefined;
  readonly settings: Settings & { readonly REDIS_URL: string; readonly DATABASE_URL: string };
  readonly town: Town;
  /** People with a session, used up one after the other: what each may do in a minute is limited. */
  readonly citizens: readonly Citizen[];
  /** The second process of our installation: what it is asked to write, the measured one only delivers. */
  readonly desk: Server;
  readonly client: Caller<ClientCalls>;
  readonly writer: Caller<WriterCalls>;
  readonly voters: Caller<VoterCalls>;
}

const [citizenCount, fewCitizens] = [25_000, 8000];

export async function setStage(isQuick: boolean, profile: string | undefined): Promise<Stage> {
  const { product, postgres, redis, mail, settings: services } = await startServices('bench');
  pinSelf(cpus.load);
  const database = 'town';
  const settings = { ...services, DATABASE_URL: await postgres.create(database) };
  const town = await settle(product, settings, mail, 0);
  const citizens = await insertCitizens(postgres, database, isQuick ? fewCitizens : citizenCount);
  const [desk, client, writer, voters] = await Promise.all([
    startOurs(product, settings, { cpu: cpus.load }),
    startCalls<ClientCalls>(join(load, 'client.ts'), cpus.load),
    startCalls<WriterCalls>(join(load, 'writer.ts'), cpus.load),
    startCalls<VoterCalls>(join(load, 'voters.ts'), cpus.load),
  ]);
  await Promise.all([client('listen', redis.url), writer('connect', redis.url)]);
  return { postgres, database, product, profile, settings, town, citizens, desk, client, writer, voters };
}
