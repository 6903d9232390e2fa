import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, expect, test } from 'vitest';
import { domains } from '../../domains.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { givenPlace } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { startMailServer } from '../../testing/mail.ts';
import { startTestServer } from '../../testing/server.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { migrations } from './index.ts';

const accounts = 1000;
const name = migrations.map((one) => one.name).find((one) => one.endsWith('DeliverToContacts')) ?? '';
const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-contacts-'));
afterAll(() => {
  rmSync(dataDir, { recursive: true });
});

/** Brings back the tables that an installation had before the migration, without rows. */
const oldTables = `
  delete from migration where name >= '${name}';
  drop table delivery, preference, contact, recipient cascade;
  create table preference (person_id uuid not null references person on delete cascade,
    group_id uuid not null references "group" on delete cascade, channel varchar(255) not null, is_on boolean not null,
    constraint preference_pkey primary key (person_id, group_id, channel));
  alter table preference rename constraint preference_person_id_fkey to preference_person_id_foreign;
  create table delivery (message_id uuid not null, recipient_id uuid not null, channel varchar(255) not null,
    group_id uuid null references "group", state text not null, attempts int not null default 0, sent_at timestamptz null,
    failure varchar(255) null, read_at timestamptz null,
    constraint delivery_pkey primary key (message_id, recipient_id, channel),
    constraint delivery_state_check check (state in ('PENDING', 'SENDING', 'SENT', 'FAILED')),
    constraint delivery_message_id_foreign foreign key (message_id) references message on delete cascade,
    constraint delivery_recipient_id_foreign foreign key (recipient_id) references person on delete cascade);
  create index delivery_recipient_id_channel_message_id_index on delivery (recipient_id, channel, message_id)`;

/** Adds accounts that wait for the mail about a published post; a tenth of them has no mail switched on any more. */
const oldRows = `
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

/** Opens the database of a stopped server without migrating it. */
async function inDatabase<T>(config: Parameters<typeof openDatabase>[0], work: (em: SqlEntityManager) => Promise<T>) {
  const orm = await openDatabase(config, composeDomains(domains));
  try {
    return await work(entityManager(orm).fork());
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
  const before = await startTestServer({ dataDir });
  await givenPlace(before);
  await before.stop();
  const rows = await inDatabase(before.config, async (em): Promise<{ message_id: string; recipient_id: string }[]> => {
    for (const statement of `${oldTables};${oldRows}`.split(';\n')) await em.execute(statement);
    return em.execute(`select message_id, recipient_id from delivery where channel = 'EMAIL'`);
  });

  const mail = await startMailServer();
  const app = await startTestServer({ ...before.config, smtpUrl: mail.url });
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
