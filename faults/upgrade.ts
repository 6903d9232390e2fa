import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listReleases } from '../scripts/releases.mjs';
import { buildProduct, buildRelease, type Patch } from './harness/build.ts';
import { atEnd, endAll, endOnSignals } from './harness/ending.ts';
import { openPoll, readTally, uuidOf } from './harness/polls.ts';
import { startProduct } from './harness/product.ts';
import { say } from './harness/report.ts';
import { type OwnServices, startServices } from './harness/services.ts';
import { settle, type Town } from './harness/stage.ts';
import { pause } from './harness/waiting.ts';
import { startTraffic, type Tally } from './upgrade/traffic.ts';

/**
 * `npm run prove:upgrade`: starts the newest release, built from its commit, and the present version on one PostgreSQL
 * and Redis in the order of a rolling update, while clients use both. Afterwards a migration that drops a column is
 * planted: errors must be found. `--seconds <n>`: how long both serve at once; `--no-control`: without the planted
 * migration.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '6' }, 'no-control': { type: 'boolean', default: false } },
});

endOnSignals();
try {
  process.exitCode = await upgrade();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}

/** Adds one more migration to the list, which drops what both versions write. */
function plantDrop(): Patch[] {
  const file = 'server/database/migrations/index.ts';
  const planted = `import { Migration } from '@mikro-orm/migrations';
class Planted extends Migration {
  override up(): void {
    this.addSql('alter table "issue" drop column "locale"');
  }
}
`;
  return [
    { file, find: '/** In order of application.', replace: `${planted}/** In order of application.` },
    { file, find: '];', replace: "  { name: 'Migration99990101000000Planted', class: Planted },\n];" },
  ];
}

async function upgrade(): Promise<number> {
  const version = listReleases().at(-1);
  if (version === undefined) throw new Error('there is no release to upgrade from');
  say(`building ${version} from its commit and the present version`);
  const services = await startServices('upgrade');
  const old = join(services.root, 'old');
  atEnd(await buildRelease(version, old));
  const settings = { ...services.settings, DATABASE_URL: await services.postgres.create('town') };
  const town = await settle(old, settings, services.mail, 24);
  say(`${version}: a town and ${town.people.length + 1} people, all made by the release itself`);
  const round = await roll(services, town, { old, present: services.product, name: 'rolling' });
  const isGreen = report(`${version} beside the present version`, round);
  if (values['no-control']) return isGreen ? 0 : 1;
  const planted = await buildProduct(join(services.root, 'planted'), plantDrop());
  const control = await roll(services, town, { old, present: planted, name: 'control' });
  const isFound = !report('control: a migration drops issue.locale', control);
  return isGreen && isFound ? 0 : 1;
}

interface Versions {
  readonly old: string;
  readonly present: string;
  /** Name of the database. */
  readonly name: string;
}

/** One update: the old version serves, the new one migrates and starts, both serve, the old one stops. */
async function roll(services: OwnServices, town: Town, { old, present, name }: Versions): Promise<Tally> {
  const settings = { ...services.settings, DATABASE_URL: await services.postgres.create(name, 'town') };
  const before = await startProduct(old, settings);
  const poll = await openPoll(before.port, town.admin, town.groupId);
  const traffic = await startTraffic(before.port, town, poll);
  traffic.watch(before.port);
  await pause(2000);
  const PUBLIC_URL = `http://127.0.0.1:${before.port}`;
  const after = await startProduct(present, { ...settings, PUBLIC_URL });
  traffic.ports.push(after.port);
  traffic.watch(after.port);
  await pause(Number(values.seconds) * 1000);
  await traffic.leave(before.port);
  await before.stop();
  await pause(2000);
  await traffic.stop();
  const { total } = await readTally(after.port, town.admin, poll);
  if (total !== traffic.voters.size) traffic.errors.push(`${traffic.voters.size} people voted, ${total} votes count`);
  const ids = traffic.reports.map((id) => `'${uuidOf(id)}'`).join(', ');
  const [kept] = await services.postgres.rows<{ n: number }>(
    name,
    `select count(*)::int as n from issue where id in (${ids || 'null'})`,
  );
  if (kept?.n !== traffic.reports.length)
    traffic.errors.push(`${traffic.reports.length} reports sent, ${kept?.n} kept`);
  const { code } = await after.stop();
  if (code !== 0) traffic.errors.push(`the new version did not stop cleanly: ${after.process.output().slice(-300)}`);
  return traffic;
}

/** Prints the figures of a round; returns whether nothing went wrong. */
function report(title: string, { counts, errors, voters, reports }: Tally): boolean {
  const requests = counts.read + counts.vote + counts.report;
  say(
    `${title}: ${requests} requests (${counts.read} reads, ${counts.vote} votes of ${voters.size} people, ${counts.report}` +
      ` reports, ${reports.length} kept), ${counts.message} live messages, errors ${errors.length}`,
  );
  for (const error of errors.slice(0, 3)) console.log(`  ${error}`);
  return errors.length === 0;
}
