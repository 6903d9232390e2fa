import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { domains } from '../../domains.ts';
import type { Config } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { testConfig } from '../../testing/config.ts';
import { databaseNamed, onServer } from '../../testing/database.setup.ts';
import { startMailServer } from '../../testing/mail.ts';
import { startTestServer } from '../../testing/server.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { migrations } from './index.ts';

const at = migrations.findIndex(({ name }) => name.endsWith('AddressesAreRecipients'));
const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-addresses-'));
const databaseName = `ortsfunk_addresses_${randomUUID().slice(0, 8)}`;
afterAll(async () => {
  rmSync(dataDir, { recursive: true });
  const server = process.env.DATABASE_URL;
  if (server !== undefined) await onServer(server, `drop database ${databaseName} with (force)`);
});

const accounts = 800;

/** 100 reports and 100 followers by address, every tenth not confirmed; accounts that follow the same report wait for its mail. */
const oldRows = `
  insert into municipality (id, ags, name, kind, county, lat, lon, boundary, west, south, east, north, is_on_platform, modules)
    values (gen_random_uuid(), '10000001', 'Musterstadt', 'Stadt', 'Musterkreis', 50.6, 7.2, '{}', 7, 50, 8, 51, true, '{ISSUES}');
  insert into issue_category (id, municipality_id, name, kind, position) select gen_random_uuid(), id, 'Straße', 'DEFECT', 1 from municipality;
  insert into issue (id, municipality_id, reference, kind, category_id, status, lat, lon, text, locale, is_public, version, created_at, updated_at, reporter_email, email_confirmed_at)
    select gen_random_uuid(), c.municipality_id, 'M-' || n, 'DEFECT', c.id, 'ASSIGNED', 50.6, 7.2, 'Loch', 'de', n = 0, 2, now(), now(),
      case when n > 0 then 'report' || n || '@example.org' end, case when n % 10 > 0 then now() end
    from issue_category c, generate_series(0, 100) n;
  insert into issue_move (id, issue_id, version, at, "from", "to", by)
    select gen_random_uuid(), id, v, now(), case v when 2 then 'SUBMITTED' end, case v when 1 then 'SUBMITTED' else 'ASSIGNED' end, 'STAFF'
    from issue, generate_series(1, 2) v;
  insert into issue_follower (id, issue_id, email, locale, created_at, confirmed_at)
    select gen_random_uuid(), i.id, 'follower' || n || '@example.org', 'de', now(), case when n % 10 > 0 then now() end
    from issue i, generate_series(1, 100) n where i.is_public;
  insert into person (id, email) select gen_random_uuid(), 'account' || n || '@example.org' from generate_series(1, ${accounts}) n;
  insert into recipient (id, person_id, origin) select id, id, 'ACCOUNT' from person;
  insert into contact (id, recipient_id, channel, address_hash, verified_at) select gen_random_uuid(), id, 'EMAIL', id, now() from person;
  insert into issue_follower (id, issue_id, person_id, locale, created_at, confirmed_at)
    select gen_random_uuid(), i.id, p.id, 'de', now(), now() from issue i, person p where i.is_public;
  insert into message (id, municipality_id, kind, subject_id, version, at)
    select gen_random_uuid(), municipality_id, 'ISSUE_FOLLOWED', id, 2, now() from issue where is_public;
  insert into delivery (message_id, contact_id, recipient_id, channel, lane, state)
    select m.id, c.id, c.recipient_id, 'EMAIL', 'PERSONAL', 'PENDING' from message m, contact c`;

interface Old {
  readonly reports: readonly { id: string; isConfirmed: boolean }[];
  readonly followers: readonly { id: string; issueId: string; isConfirmed: boolean }[];
}

/** Migrates an empty database to the state before the migration, and fills it. */
async function fillOld(config: Config): Promise<Old> {
  const orm = await openDatabase(config, composeDomains(domains));
  try {
    await orm.migrator.up({ to: migrations[at - 1]?.name ?? '' });
    const em = entityManager(orm).fork();
    for (const statement of oldRows.split(';\n')) await em.execute(statement);
    const reports: Old['reports'] = await em.execute(
      `select id, email_confirmed_at is not null as "isConfirmed" from issue where not is_public`,
    );
    const followers: Old['followers'] = await em.execute(
      `select id, issue_id as "issueId", confirmed_at is not null as "isConfirmed" from issue_follower where email is not null
       order by id`,
    );
    return { reports, followers };
  } finally {
    await orm.close(true);
  }
}

async function emptyDatabase(): Promise<Config> {
  const server = process.env.DATABASE_URL;
  if (server === undefined) return testConfig({ dataDir });
  await onServer(server, `create database ${databaseName}`);
  return testConfig({ databaseUrl: databaseNamed(server, databaseName) });
}

test('jobs of old queues send their mail once, also if they run twice; nobody gets a mail that was sent before', async () => {
  const config = await emptyDatabase();
  const { reports, followers } = await fillOld(config);
  const mail = await startMailServer();
  const app = await startTestServer({ ...config, smtpUrl: mail.url });
  const add = async (queue: string, jobs: readonly object[]): Promise<void> => {
    const twice = [...jobs, ...jobs.slice(0, 20)].map((data) => ({ data }));
    await app.services.boss.insert(queue, twice as never);
  };
  // The first half of the followers has got the mail before the upgrade, and so have no jobs any more.
  const waiting = followers.slice(followers.length / 2);
  await add(
    'issue.followedMail',
    waiting.map(({ id, issueId }) => ({ issueId, what: 'STEP', number: 2, followerId: id, reportId: null })),
  );
  const unconfirmed = reports.filter(({ isConfirmed }) => !isConfirmed);
  const dataOf = ({ id }: { readonly id: string }) => ({ issueId: id, version: 2 });
  await add('issue.movedMail', reports.map(dataOf));
  await add('issue.confirmMail', [...unconfirmed, ...reports.slice(0, 5)].map(dataOf));
  const claims = Array.from({ length: accounts / 100 }, () => ({ claim: randomUUID() }));
  await add('notification.send.EMAIL.PERSONAL', claims);
  const em = app.services.em.fork();
  const isOver = async (): Promise<boolean> => {
    const [row]: { n: number }[] = await em.execute(
      `select (select count(*) from jobs.job where (name like 'issue.%Mail' or name like 'notification.s%') and state < 'completed')::int
         + (select count(*) from delivery where state in ('PENDING', 'SENDING'))::int as n`,
    );
    return row?.n === 0;
  };
  await expect.poll(isOver, { timeout: 240_000, interval: 500 }).toBe(true);
  const expected = reports.length + waiting.filter(({ isConfirmed }) => isConfirmed).length + accounts;
  expect(mail.mails).toHaveLength(expected);
  expect(new Set(mail.mails.map(({ to }) => to[0])).size).toBe(expected);
  const confirming = mail.mails.filter(({ text }) => text.includes('/confirm/'));
  expect(confirming).toHaveLength(unconfirmed.length);
  await app.stop();
  await mail.stop();
}, 400_000);
