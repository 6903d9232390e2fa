import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Migration } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { v7 } from 'uuid';
import { afterAll, describe, expect, test } from 'vitest';
import { listReleases } from '../../../scripts/releases.mjs';
import { domains } from '../../domains.ts';
import { Person, Session } from '../../identity/identity.entity.ts';
import type { Config } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { hashToken, newToken } from '../../kernel/secrets.ts';
import { askData, type Data } from '../../testing/client.ts';
import { startMailServer } from '../../testing/mail.ts';
import { loadRelease } from '../../testing/release.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { migrations } from './index.ts';
import { migrateDatabase } from './run.ts';

const ags = '07138073';
const dueJobs = `select count(*)::int as n from jobs.job where state < 'completed'
  and start_after < now() - interval '1 second'`;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

interface Table {
  /** Quoted name with its schema. */
  readonly name: string;
  /** Quoted names in the order of the table. */
  readonly columns: readonly string[];
}

/** Number of rows and their checksum, or the reason why they cannot be read. */
type Rows = Readonly<Record<string, unknown>>;

/** All tables except the list of applied migrations. */
function listTables(em: SqlEntityManager): Promise<Table[]> {
  return em.execute(`
    select format('%I.%I', table_schema, table_name) as name,
      json_agg(format('%I', column_name) order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema in ('public', 'ballot_box') and table_name <> 'migration'
    group by table_schema, table_name order by 1`);
}

async function readRows(em: SqlEntityManager, tables: readonly Table[]): Promise<Map<string, Rows>> {
  const rows = new Map<string, Rows>();
  for (const { name, columns } of tables) {
    const read = em.execute(`
      select count(*)::int as count, md5(string_agg(row, '' order by row)) as checksum
      from (select md5(row(${columns.join(', ')})::text) as row from ${name}) r`);
    rows.set(
      name,
      await read.then(
        ([found]: Rows[]) => found ?? {},
        (error: unknown) => ({ unreadable: String(error) }),
      ),
    );
  }
  return rows;
}

interface Upgraded {
  readonly config: Config;
  readonly total: number;
  /** Number of jobs that wait and are due. */
  readonly due: number;
  /** Tables that have other rows than before, as far as the release knows their columns. */
  readonly changed: string[];
}

/** Loads a release and applies all migrations since, and `added`. */
async function upgrade(version: string, added: (typeof Migration)[]): Promise<Upgraded> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-upgrade-'));
  folders.push(dataDir);
  const config = await loadRelease(version, dataDir);
  const orm = await openDatabase(config, composeDomains(domains));
  const list = added.map((migration) => ({ name: migration.name, class: migration as never }));
  orm.config.set('migrations', { ...orm.config.get('migrations'), migrationsList: [...migrations, ...list] });
  try {
    const em = entityManager(orm).fork();
    const tables = await listTables(em);
    const before = await readRows(em, tables);
    await migrateDatabase(config, orm);
    const after = await readRows(em, tables);
    const changed = tables.filter(({ name }) => JSON.stringify(after.get(name)) !== JSON.stringify(before.get(name)));
    const total = [...before.values()].reduce((sum, { count }) => sum + Number(count), 0);
    const [jobs] = await em.execute(dueJobs);
    return { config, total, due: jobs?.n, changed: changed.map(({ name }) => name) };
  } finally {
    await orm.close(true);
  }
}

/** Opens a session for an account of the town, like a sign-in. */
async function signIn(app: TestServer, email: string): Promise<{ token: string }> {
  const em = app.services.em.fork();
  const person = await em.findOneOrFail(Person, { email });
  const token = newToken();
  const session = { id: v7(), tokenHash: hashToken(token), person, expiresAt: new Date(Date.now() + 3_600_000) };
  await em.persist(em.create(Session, session, { partial: true })).flush();
  return { token };
}

const readTown = `query($ags: String!, $reference: String!) { municipality(ags: $ags) { name
  groups(first: 50) { edges { node { name } } } issueCategories { name }
  feed(first: 50) { edges { node { kind } } } }
  issue(ags: $ags, reference: $reference) { reference status } }`;
const readPoll = `query($id: ID!) { pollResults(pollId: $id) { ... on PollTally { turnout } }
  poll(id: $id) { title questions { options { id } } } }`;
const castVote = `mutation($input: CastVoteInput!) { castVote(input: $input) {
  ballot { options { id } } userErrors { code } } }`;

/** Reads the town as anybody does, and votes in a poll of the release. */
async function useTown(app: TestServer): Promise<void> {
  const [report] = await app.services.em
    .fork()
    .execute('select reference from issue where is_public order by id limit 1');
  const { municipality, issue }: Data = await askData(app.port, {}, readTown, { ags, reference: report?.reference });
  expect(municipality.name).toBe('Unkel');
  expect(municipality.groups.edges.length).toBeGreaterThan(5);
  expect(municipality.issueCategories.length).toBeGreaterThan(5);
  expect(municipality.feed.edges.length).toBeGreaterThan(10);
  expect(issue.reference).toBe(report?.reference);

  const [poll] = await app.services.em.fork().execute(openPoll);
  const id = Buffer.from(`Poll:${poll?.id}`).toString('base64url');
  const before: Data = await askData(app.port, {}, readPoll, { id });
  const voter = await signIn(app, poll?.email);
  const options = before.poll.questions.map((question: Data) => question.options[0].id);
  const { castVote: cast }: Data = await askData(app.port, voter, castVote, {
    input: { pollId: id, optionIds: options },
  });
  expect(cast.userErrors).toEqual([]);
  const turnout = async () => (await askData(app.port, {}, readPoll, { id })).pollResults.turnout;
  await expect.poll(turnout).toBe(before.pollResults.turnout + 1);
}

/** An open poll with live results for everybody, and a citizen who has not voted in it. */
const openPoll = `select p.id, c.email from poll p, person c
  where p.results_visibility = 'LIVE' and p.eligibility = 'SIGNED_IN' and p.closed_at is null and p.opened_at < now()
    and p.closes_at > now() and c.email like 'citizen%'
    and not exists (select from ballot b where b.poll_id = p.id and b.person_id = c.id)
  order by p.id, c.id limit 1`;

describe.each(listReleases())('release %s', (version) => {
  test('its town keeps every row, is read, votes, and its waiting jobs run', async () => {
    const started = performance.now();
    const { config, changed, total, due } = await upgrade(version, []);
    expect(changed).toEqual([]);
    expect(total).toBeGreaterThan(10_000);
    expect(due).toBeGreaterThan(100);
    const mail = await startMailServer();
    // A server of its own: it starts on a database of an earlier version.
    const app = await startTestServer({ ...config, smtpUrl: mail.url });
    await useTown(app);
    await expect
      .poll(() => app.services.em.fork().execute(dueJobs), { timeout: 60_000, interval: 250 })
      .toEqual([{ n: 0 }]);
    await expect.poll(() => mail.mails.length, { timeout: 20_000 }).toBeGreaterThan(0);
    const [failed] = await app.services.em
      .fork()
      .execute(`select count(*)::int as n from jobs.job where state in ('retry', 'failed')`);
    expect(failed).toEqual({ n: 0 });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${version}: ${total} rows kept, ${due} jobs waited, ${mail.mails.length} mails sent, ${seconds} s`);
    await app.stop();
    await mail.stop();
  }, 180_000);

  test('planted: migrations that drop or change something are found', async () => {
    const { changed } = await upgrade(version, [DropName, ForgetVotes]);
    expect(changed).toEqual(['public.ballot', 'public.person']);
  }, 120_000);
});

class DropName extends Migration {
  override up(): void {
    this.addSql(`alter table "person" drop column "display_name"`);
  }
}

class ForgetVotes extends Migration {
  override up(): void {
    this.addSql(`update "ballot" set "option_ids" = '{}'`);
  }
}
