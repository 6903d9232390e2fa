import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildProduct, type Patch } from './build.ts';
import { askData } from './http.ts';
import type { MailServer } from './mail.ts';
import { type Person, signInAdmin, signInMany } from './people.ts';
import type { Postgres } from './postgres.ts';
import { bareEnvironment } from './processes.ts';
import { type Product, type Settings, startProduct } from './product.ts';
import type { OwnRedis } from './redis.ts';
import { startServices } from './services.ts';

const run = promisify(execFile);

export const ags = '07138073';
const adminEmail = 'rathaus@example.org';

/** Everything that scenarios share: services, the built product, a town and signed-in people. */
export interface Stage {
  /** Whether scenarios use fewer rounds. No scenario is left out. */
  readonly isShort: boolean;
  readonly postgres: Postgres;
  readonly redis: OwnRedis;
  readonly mail: MailServer;
  /** Folder of the built product without defects. */
  readonly product: string;
  readonly town: Town;
  /** Builds the product with the defects of a control; returns its folder. */
  buildControl(name: string, patches: readonly Patch[]): Promise<string>;
  /** Creates an empty folder and returns its path. */
  folder(name: string): string;
  /** Copies the town into a database of its own; returns the settings for a server. */
  copyTown(): Promise<Settings & { readonly database: string }>;
}

export interface Town {
  readonly groupId: string;
  readonly municipalityId: string;
  readonly admin: Person;
  readonly people: readonly Person[];
}

const peopleCount = 220;

export async function setStage(isShort: boolean): Promise<Stage> {
  const { root, product, postgres, redis, mail, settings } = await startServices('faults');
  const template = { ...settings, DATABASE_URL: await postgres.create('town') };
  const town = await settle(product, template, mail, peopleCount);
  let copies = 0;

  return {
    isShort,
    postgres,
    redis,
    mail,
    product,
    town,
    buildControl: (name, patches) => buildProduct(join(root, `control-${name}`), patches),
    folder: (name) => mkdtempSync(join(root, `${name}-`)),
    copyTown: async () => {
      const database = `copy_${++copies}`;
      const url = await postgres.create(database, 'town');
      // The people signed in when the town was made, perhaps an hour ago; steps that need a fresh sign-in stay possible.
      await postgres.execute(database, 'update session set proven_at = now()');
      return { ...settings, DATABASE_URL: url, database };
    },
  };
}

/**
 * Creates the first admin with the product's command and signs in everybody else by mail; the server is stopped at the
 * end.
 */
export async function settle(product: string, settings: Settings, mail: MailServer, count: number): Promise<Town> {
  await makeAdmin(product, settings);
  const server = await startProduct(product, settings);
  const admin = await signInAdmin(server.port, mail, adminEmail, '10.250.0.1');
  const people = await signInMany(server.port, mail, count);
  const ids = await readTown(server);
  const { code } = await server.stop();
  if (code !== 0) throw new Error(`did not stop cleanly: ${server.process.output()}`);
  return { ...ids, admin, people };
}

/** Creates an admin with the product's command. */
export async function makeAdmin(product: string, settings: Settings, email = adminEmail, town = ags): Promise<void> {
  const own = { NODE_ENV: 'production', PUBLIC_URL: 'http://127.0.0.1', DATA_DIR: join(product, 'data') };
  await run('npm', ['run', '--silent', 'admin', '--', '--email', email, '--ags', town], {
    cwd: product,
    env: { ...bareEnvironment(), ...own, ...settings },
  });
}

async function readTown({ port }: Product): Promise<Pick<Town, 'groupId' | 'municipalityId'>> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { id townGroup { id } } }';
  const { municipality } = await askData(port, { ip: '10.250.0.2' }, query, { ags });
  return { municipalityId: municipality.id, groupId: municipality.townGroup.id };
}
