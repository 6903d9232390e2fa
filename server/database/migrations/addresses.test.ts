import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { domains } from '../../domains.ts';
import type { Config } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { emptyDatabase } from '../../testing/emptyDatabase.ts';
import { startMailServer } from '../../testing/mail.ts';
import { startTestServer } from '../../testing/server.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { migrations } from './index.ts';

const at = migrations.findIndex(({ name }) => name.endsWith('AddressesAreRecipients'));
const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-addresses-'));
afterAll(() => {
  rmSync(dataDir, { recursive: true });
});

/** The test runs with 100 people; MIGRATED_PEOPLE=1000 makes it a large round. */
const factor = Number(process.env.MIGRATED_PEOPLE ?? '100') / 100;
const accounts = 40 * factor;
/** Number of reports by address, and of followers by address. */
const addresses = 30 * factor;
/** Number of reports with a comment, and of resolved reports whose reporters are asked whether they are fixed. */
const few = 5;

/**
 * Reports and followers by address, every tenth not confirmed. Accounts that follow the same report wait for its mail.
 * The public report has a comment and was forwarded.
 */
const oldRows = `
  insert into municipality (id, ags, name, kind, county, lat, lon, boundary, west, south, east, north, is_on_platform, modules)
    values (gen_random_uuid(), '10000001', 'Musterstadt', 'Stadt', 'Musterkreis', 50.6, 7.2, '{}', 7, 50, 8, 51, true, '{ISSUES}');
  insert into issue_category (id, municipality_id, name, kind, position) select gen_random_uuid(), id, 'Straße', 'DEFECT', 1 from municipality;
  insert into issue (id, municipality_id, reference, kind, category_id, status, lat, lon, text, locale, is_public, version, created_at, updated_at, reporter_email, email_confirmed_at)
    select gen_random_uuid(), c.municipality_id, 'M-' || n, 'DEFECT', c.id, case when n > ${addresses} then 'RESOLVED' else 'ASSIGNED' end, 50.6, 7.2, 'Loch', 'de', n = 0, 2, now(), now(),
      case when n > 0 then 'report' || n || '@example.org' end, case when n % 10 > 0 or n > ${addresses} then now() end
    from issue_category c, generate_series(0, ${addresses + few}) n;
  insert into issue_move (id, issue_id, version, at, "from", "to", by)
    select gen_random_uuid(), id, v, now(), case v when 2 then 'SUBMITTED' end, case v when 1 then 'SUBMITTED' else 'ASSIGNED' end, 'STAFF'
    from issue, generate_series(1, 2) v;
  insert into issue_comment (id, issue_id, number, at, reach, by, text)
    select gen_random_uuid(), id, 1, now(), 'PUBLIC', 'STAFF', 'Wir kümmern uns.' from issue
    where is_public or reference in (select 'M-' || n from generate_series(1, ${few}) n);
  insert into issue_survey (issue_id, asked_at) select id, now() from issue where status = 'RESOLVED';
  insert into issue_forward (move_id, email, with_photos, with_contact)
    select v.id, 'amt@example.org', false, false from issue_move v join issue i on i.id = v.issue_id
    where i.is_public and v.version = 2;
  insert into issue_follower (id, issue_id, email, locale, created_at, confirmed_at)
    select gen_random_uuid(), i.id, 'follower' || n || '@example.org', 'de', now(), case when n % 10 > 0 then now() end
    from issue i, generate_series(1, ${addresses}) n where i.is_public;
  insert into person (id, email) select gen_random_uuid(), 'account' || n || '@example.org' from generate_series(1, ${accounts}) n;
  insert into recipient (id, person_id, origin) select id, id, 'ACCOUNT' from person;
  insert into contact (id, recipient_id, channel, address_hash, verified_at) select gen_random_uuid(), id, 'EMAIL', id, now() from person;
  insert into issue_follower (id, issue_id, person_id, locale, created_at, confirmed_at)
    select gen_random_uuid(), i.id, p.id, 'de', now(), now() from issue i, person p where i.is_public;
  insert into message (id, municipality_id, kind, subject_id, version, at)
    select gen_random_uuid(), municipality_id, 'ISSUE_FOLLOWED', id, 2, now() from issue where is_public;
  insert into delivery (message_id, contact_id, recipient_id, channel, lane, state)
    select m.id, c.id, c.recipient_id, 'EMAIL', 'PERSONAL', 'PENDING' from message m, contact c`;

/** A report or a follower by address. */
interface Old {
  readonly id: string;
  readonly email: string;
  readonly isConfirmed: boolean;
}
interface OldRows {
  readonly config: Config;
  readonly reports: readonly (Old & { readonly reference: string; readonly status: string })[];
  readonly followers: readonly Old[];
  readonly publicId: string;
  readonly moveId: string;
}

/** Migrates an empty database to the state before the migration, and fills it. */
async function fillOld(): Promise<OldRows> {
  const { config, pgliteOptions } = await emptyDatabase(dataDir);
  const orm = await openDatabase(config, composeDomains(domains), pgliteOptions);
  try {
    await orm.migrator.up({ to: migrations[at - 1]?.name ?? '' });
    const em = entityManager(orm).fork();
    for (const statement of oldRows.split(';\n')) await em.execute(statement);
    const reports: OldRows['reports'] = await em.execute(
      `select id, reporter_email as email, email_confirmed_at is not null as "isConfirmed", reference, status
       from issue where not is_public`,
    );
    const followers: OldRows['followers'] = await em.execute(
      `select id, email, confirmed_at is not null as "isConfirmed" from issue_follower where email is not null order by id`,
    );
    const [row]: Pick<OldRows, 'publicId' | 'moveId'>[] = await em.execute(
      `select issue_id as "publicId", move_id as "moveId" from issue_forward f join issue_move v on v.id = f.move_id`,
    );
    return { config, reports, followers, ...(row ?? expect.fail('the report was not forwarded')) };
  } finally {
    await orm.close(true);
  }
}

test('jobs of old queues send their mail once, also if they run twice; nobody gets a mail that was sent before', async () => {
  const { config, reports, followers, publicId, moveId } = await fillOld();
  const mail = await startMailServer();
  // A server of its own: it starts on a database of an earlier version.
  const app = await startTestServer({ ...config, smtpUrl: mail.url });
  const expected = new Map<string, number>();
  const expectOne = (...emails: readonly string[]): void => {
    for (const email of emails) expected.set(email, (expected.get(email) ?? 0) + 1);
  };
  const add = async (queue: string, jobs: readonly object[]): Promise<void> => {
    const twice = [...jobs, ...jobs.slice(0, 20)].map((data) => ({ data }));
    await app.services.boss.insert(queue, twice as never);
  };
  const emailsOf = (rows: readonly Old[], isConfirmed = true): readonly string[] =>
    rows.filter((row) => row.isConfirmed === isConfirmed).map(({ email }) => email);
  const accountEmails = Array.from({ length: accounts }, (_, n) => `account${n + 1}@example.org`);

  const resolved = reports.filter(({ status }) => status === 'RESOLVED');
  const moved = reports.filter(({ status }) => status !== 'RESOLVED');
  const dataOf = ({ id }: Old) => ({ issueId: id, version: 2 });
  await add('issue.movedMail', moved.map(dataOf));
  await add('issue.confirmMail', moved.filter(({ isConfirmed }) => !isConfirmed).map(dataOf));
  await add('issue.confirmMail', moved.filter(({ isConfirmed }) => isConfirmed).map(dataOf));
  expectOne(...emailsOf(moved), ...emailsOf(moved, false));

  const commented = moved.filter(({ reference }) => Number(reference.slice(2)) <= few);
  await add(
    'issue.commentMail',
    commented.map(({ id }) => ({ issueId: id, number: 1 })),
  );
  expectOne(...emailsOf(commented));
  await add(
    'issue.surveyMail',
    resolved.map(({ id }) => ({ issueId: id })),
  );
  expectOne(...emailsOf(resolved));
  await add('issue.forwardMail', [{ moveId }]);
  expectOne('amt@example.org');

  await add(
    'issue.followConfirmMail',
    followers.map(({ id }) => ({ followerId: id })),
  );
  expectOne(...emailsOf(followers, false));
  // The first half of the followers has got the mail before the upgrade, and so have no jobs any more.
  const waiting = followers.slice(followers.length / 2);
  const step = { issueId: publicId, what: 'STEP', number: 2, reportId: null };
  await add(
    'issue.followedMail',
    waiting.map(({ id }) => ({ ...step, followerId: id })),
  );
  expectOne(...emailsOf(waiting));
  await add('issue.followedNews', [{ issueId: publicId, what: 'WORDS', number: 1 }]);
  expectOne(...emailsOf(followers), ...accountEmails);
  await add('notification.send.EMAIL.PERSONAL', [{ claim: randomUUID() }]);
  expectOne(...accountEmails);

  const em = app.services.em.fork();
  const isOver = async (): Promise<boolean> => {
    const [row]: { n: number }[] = await em.execute(
      `select (select count(*) from jobs.job where state < 'completed'
           and (name like 'issue.%Mail' or name = 'issue.followedNews' or name like 'notification.s%'))::int
         + (select count(*) from delivery where state in ('PENDING', 'SENDING'))::int as n`,
    );
    return row?.n === 0;
  };
  await expect.poll(isOver, { timeout: 240_000, interval: 100 }).toBe(true);
  const counts = new Map<string, number>();
  for (const { to } of mail.mails) counts.set(to[0] ?? '', (counts.get(to[0] ?? '') ?? 0) + 1);
  const sorted = (all: ReadonlyMap<string, number>) => [...all].toSorted(([a], [b]) => a.localeCompare(b));
  expect(sorted(counts)).toEqual(sorted(expected));
  const ids = mail.mails.map(({ headers }) => headers.get('message-id'));
  expect(new Set(ids).size).toBe(ids.length);
  await app.stop();
  await mail.stop();
}, 400_000);
