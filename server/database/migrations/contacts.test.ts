import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { domains } from '../../domains.ts';
import type { Config } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { askData } from '../../testing/client.ts';
import { emptyDatabase } from '../../testing/emptyDatabase.ts';
import { startMailServer } from '../../testing/mail.ts';
import { startTestServer } from '../../testing/server.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { migrations } from './index.ts';

const accounts = 200;
const at = migrations.findIndex(({ name }) => name.endsWith('DeliverToContacts'));
const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-contacts-'));
afterAll(() => {
  rmSync(dataDir, { recursive: true });
});

/** Adds accounts that wait for the mail about a published post; a tenth of them has no mail switched on any more. */
const oldRows = `
  insert into municipality (id, ags, name, kind, county, lat, lon, boundary, west, south, east, north, is_on_platform, modules)
    values (gen_random_uuid(), '10000001', 'Musterstadt', 'Stadt', 'Musterkreis', 50.6, 7.2, '{}', 7, 50, 8, 51, true, '{POSTS}');
  insert into "group" (id, municipality_id, name, is_town, join_policy)
    select gen_random_uuid(), id, name, true, 'OPEN' from municipality;
  insert into person (id, email) select gen_random_uuid(), 'old' || n || '@example.org' from generate_series(1, ${accounts}) n;
  insert into membership (group_id, person_id) select g.id, p.id from "group" g cross join person p;
  insert into preference select person_id, group_id, 'EMAIL', email not like '%0@%'
    from membership m join person p on p.id = m.person_id;
  insert into post (id, municipality_id, title, body, html, excerpt, state, published_at, created_at, updated_at)
    select gen_random_uuid(), municipality_id, 'Neuer Zaun', 'x', '<p>x</p>', 'x', 'PUBLISHED', now(), now(), now() from "group";
  insert into post_groups (post_id, group_id) select p.id, g.id from post p, "group" g;
  insert into message (id, municipality_id, kind, subject_id, at) select gen_random_uuid(), municipality_id, 'POST_PUBLISHED', id, now() from post;
  insert into delivery (message_id, recipient_id, channel, group_id, state)
    select m.id, p.id, 'EMAIL', g.id, case when p.email like '%1@%' then 'SENDING' else 'PENDING' end from message m, "group" g, person p;
  insert into delivery (message_id, recipient_id, channel, group_id, state, sent_at)
    select m.id, p.id, 'INBOX', g.id, 'SENT', now() from message m, "group" g, person p`;

/** Migrates an empty database to the state before the migration, and fills it. */
async function fillOld(): Promise<{ config: Config; rows: { message_id: string; recipient_id: string }[] }> {
  const { config, pgliteOptions } = await emptyDatabase(dataDir);
  const orm = await openDatabase(config, composeDomains(domains), pgliteOptions);
  try {
    await orm.migrator.up({ to: migrations[at - 1]?.name ?? '' });
    const em = entityManager(orm).fork();
    for (const statement of oldRows.split(';\n')) await em.execute(statement);
    return { config, rows: await em.execute(`select message_id, recipient_id from delivery where channel = 'EMAIL'`) };
  } finally {
    await orm.close(true);
  }
}

/** Token of an unsubscribe link as mails had it before there were interests. */
function oldToken(secret: string, personId: string, groupId: string): string {
  const ids = Buffer.from(`${personId}${groupId}`.replaceAll('-', ''), 'hex').toString('base64url');
  const proof = createHmac('sha256', secret).update(`unsubscribe:${personId}:${groupId}:EMAIL`).digest('base64url');
  return `${ids}${proof.slice(0, 22)}EMAIL`;
}

test('every mail that waits before the migration arrives once after it, and old links still unsubscribe', async () => {
  const { config, rows } = await fillOld();
  const mail = await startMailServer();
  // A server of its own: it starts on a database of an earlier version.
  const app = await startTestServer({ ...config, smtpUrl: mail.url });
  const jobs = rows.map((row) => ({ data: { messageId: row.message_id, recipientId: row.recipient_id } }));
  await app.services.boss.insert('notification.send.EMAIL', jobs as never);
  const em = app.services.em.fork();
  const count = (): Promise<{ state: string; n: number }[]> =>
    em.execute(`select state, count(*)::int as n from delivery where channel = 'EMAIL' group by state order by state`);
  await expect.poll(count, { timeout: 60_000 }).toEqual([
    { state: 'CANCELLED', n: accounts / 10 },
    { state: 'SENT', n: accounts - accounts / 10 },
  ]);
  expect(mail.mails).toHaveLength(accounts - accounts / 10);
  expect(new Set(mail.mails.map(({ to }) => to[0])).size).toBe(accounts - accounts / 10);
  const [inbox]: { n: number }[] = await em.execute(`select count(*)::int as n from delivery where channel = 'INBOX'`);
  expect(inbox?.n).toBe(accounts);

  const [one]: { person: string; group: string }[] = await em.execute(
    `select recipient_id as person, group_id as "group" from preference where mode = 'NOW' and group_id is not null limit 1`,
  );
  const token = oldToken(app.services.secret, one?.person ?? '', one?.group ?? '');
  const end =
    'mutation($token: String!) { unsubscribe(input: { token: $token }) { interest wasOn userErrors { code } } }';
  expect((await askData(app.port, {}, end, { token })).unsubscribe).toMatchObject({ interest: 'GROUP', wasOn: true });
  await app.stop();
  await mail.stop();
}, 180_000);
