import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { readLog } from '../../kernel/live/version.ts';
import { givenCheck, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { givenDeliveries } from '../../testing/deliveries.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import type { RetentionKind } from '../../kernel/retention.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { countDue, type DueCount, listDue, runRetention } from './privacy.retention.run.service.ts';

let mail: MailServer;
let app: TestServer;
let place: Place;
let admin: Somebody;
beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: a run deletes rows of all towns.
  app = await startTestServer({ smtpUrl: mail.url });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

beforeEach(async () => {
  await sql('delete from retention_setting');
  await sql(`delete from domain_event where at < now() - interval '20 days'`);
  await run();
});

const sql = <Row extends object>(text: string, parameters: unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(text, parameters);

/** Rows that are due, by kind; kinds without any are left out. */
async function dryRun(): Promise<Record<string, number>> {
  const ctx = forkContext(app.services, system);
  const counts: DueCount[] = [];
  for (const due of await listDue(ctx)) counts.push(await countDue(ctx, due));
  return byKind(counts);
}

function byKind(counts: readonly DueCount[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { kind, count } of counts) if (count > 0) sums[kind.kind] = (sums[kind.kind] ?? 0) + count;
  return sums;
}

const run = async (): Promise<Record<string, number>> => byKind(await runRetention(app.services, { restFactor: 0 }));

async function addEvents(type: string, days: number, count = 1, town: string | null = place.municipalityId) {
  await sql(
    `insert into domain_event (type, facts, municipality_id, at)
     select ?, '{}', ?, now() - make_interval(days => ?) from generate_series(1, ?)`,
    [type, town, days, count],
  );
}

const retention = `query($ags: String!) { municipality(ags: $ags) { retention { kind days leastDays mostDays due } } }`;
const setRetention = `mutation($input: SetRetentionInput!) { setRetention(input: $input) { userErrors { code path } } }`;

function set(who: Somebody, ...periods: { kind: string; days: number }[]): Promise<Data> {
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), periods };
  return ask(app.port, who, setRetention, { input });
}

test('the dry run prints what the run then takes, and rows within their period stay', async () => {
  await addEvents('hours.changed', 731, 3); // audited
  await addEvents('hours.changed', 729);
  await addEvents('identity.signedOut', 91, 5, null); // not audited, of no town
  await addEvents('group.ofAnEarlierVersion', 91, 2);
  await addEvents('group.ofAnEarlierVersion', 89);
  await sql(
    `insert into topic_log (topic, version, event_id, at) select 'old', n, n, now() - interval '8 days' from generate_series(1, 4501) n`,
  );
  await sql(`insert into idempotency_key (key, actor, input_hash, result_id, at)
    select gen_random_uuid(), '', '', gen_random_uuid(), now() - make_interval(days => n) from generate_series(6, 9) n`);
  const idsOf = async (): Promise<string[]> =>
    (await sql<{ id: string }>('select id::text as id from domain_event order by id')).map(({ id }) => id);
  const before = await idsOf();
  const old = await sql<{ id: string }>(`select id::text as id from domain_event
    where at < now() - interval '731 days' or at < now() - interval '91 days' and type <> 'hours.changed' order by id`);
  const printed = await dryRun();
  expect(printed).toEqual({ AUDIT_EVENTS: 3, OTHER_EVENTS: 7, LIVE_LOG: 4501, IDEMPOTENCY_KEYS: 3 });
  expect(await dryRun()).toEqual(printed);
  expect(await run()).toEqual(printed);
  const gone = new Set(old.map(({ id }) => id));
  expect(gone.size).toBe(10);
  expect(await idsOf()).toEqual(before.filter((id) => !gone.has(id)));
  expect(await dryRun()).toEqual({});
  expect(await sql(`select 1 from idempotency_key where at < now() - interval '7 days'`)).toEqual([]);
});

/** Services with the kind AUDIT_EVENTS alone, changed in this way. */
function withAuditEvents(change: Partial<RetentionKind> = {}) {
  const { registry } = app.services;
  const kinds = registry.retention.kinds.filter(({ kind }) => kind === 'AUDIT_EVENTS');
  const retention = { ...registry.retention, kinds: kinds.map((kind) => ({ ...kind, ...change })) };
  return { ...app.services, registry: { ...registry, retention } };
}

test('control: a condition that reaches into the period is noticed', async () => {
  await addEvents('hours.changed', 729);
  const services = withAuditEvents({ due: () => `t.type = 'hours.changed'` });
  expect((await dryRun()).AUDIT_EVENTS).toBeUndefined();
  const taken = byKind(await runRetention(services, { restFactor: 0 }));
  expect(taken.AUDIT_EVENTS).toBeGreaterThan(0);
});

test('a run that was stopped is continued by the next, and two runs share the rows', async () => {
  await addEvents('hours.changed', 800, 5000);
  let batches = 0;
  const first = byKind(await runRetention(withAuditEvents(), { restFactor: 0, isStopped: () => batches++ > 0 }));
  expect(first.AUDIT_EVENTS).toBe(2000);
  const both = (await Promise.all([run(), run()])).map(({ AUDIT_EVENTS = 0 }) => AUDIT_EVENTS);
  expect(both[0]! + both[1]!).toBe(3000);
  expect(await dryRun()).toEqual({});
});

test('a subscriber with a cursor older than the log gets the newest page', async () => {
  await sql(`insert into domain_event (type, facts) values ('hours.changed', '{}')`);
  const [event] = await sql<{ id: number }>('select max(id)::int as id from domain_event');
  await sql(
    `insert into topic_log (topic, version, event_id, at) values ('list', 1, ?, now() - interval '8 days'), ('list', 2, ?, now())`,
    [event?.id, event?.id],
  );
  const read = (after: number) => readLog(app.services.em.fork(), { topic: 'list', after, upTo: 2, cursor: '' });
  expect(await read(0)).toHaveLength(2);
  await run();
  expect(await read(0)).toBeUndefined();
  expect(await read(1)).toHaveLength(1);
});

test('the report of a message stays when its deliveries are gone', async () => {
  const { uuid, id } = await givenDeliveries(app, place, [
    { people: 12, channel: 'EMAIL', state: 'SENT', sentAfter: [1, 8] },
    { people: 3, channel: 'EMAIL', state: 'FAILED', failure: '5.1.1 550', kind: 'PERMANENT' },
  ]);
  await sql(`update message set at = at - interval '95 days' where id = ?`, [uuid]);
  await sql(
    `update delivery set sent_at = sent_at - interval '95 days', changed_at = changed_at - interval '95 days' where message_id = ?`,
    [uuid],
  );
  const query = `query($id: ID!) { delivery(messageId: $id) { progress { startedAt changedAt people reached failed withinTenSeconds
    channels { channel people sent failed troubles { reason count } } curve { at reached } } } }`;
  const before = await askData(app.port, admin, query, { id });
  expect(before.delivery.progress).toMatchObject({ people: 15, reached: 12, failed: 3 });
  expect((await dryRun()).DELIVERIES).toBe(15);
  expect((await run()).DELIVERIES).toBe(15);
  expect(await sql('select 1 from delivery where message_id = ?', [uuid])).toEqual([]);
  expect(await askData(app.port, admin, query, { id })).toEqual(before);
});

const uuid = (globalId: string): string => idOf('Issue', globalId);

const countsQuery = `query($ags: String!, $id: ID!) {
  municipality(ags: $ags) { issueCounts { stage deskId count } issueMedians { answerMinutes }
    audit(first: 100) { nodes { at kind status actor { party } subject { kind objectId name } } } }
  node(id: $id) { ... on Issue { text status supporters } } }`;

test('a report that ended loses its reporter and private words; what is public, counts and medians stay', async () => {
  const anna = await givenPerson(app, place);
  const categoryId = await givenCategory(app, place, 'DEFECT');
  const { id } = await givenIssue(app, place, anna, { categoryId, text: 'Öffentliches Schlagloch' });
  const { id: hidden } = await givenIssue(
    app,
    place,
    {},
    { categoryId, text: 'Nicht öffentlich', email: 'bert@example.org' },
  );
  const carl = await givenPerson(app, place);
  for (const who of [anna, carl]) {
    const { id: twin } = await givenIssue(app, place, who, { categoryId, text: 'Zweimal gemeldet' });
    await sql('insert into issue_merge (issue_id, parent_id, chosen_id) values (?, ?, ?)', [
      uuid(twin),
      uuid(id),
      uuid(id),
    ]);
  }
  for (const { personId } of [anna, carl, admin]) {
    await sql(
      `insert into issue_follower (id, issue_id, person_id, locale, created_at, confirmed_at)
       values (gen_random_uuid(), ?, ?, 'de', now(), now())`,
      [uuid(id), personId],
    );
  }
  await comment(app, anna, id, 'PRIVATE', { text: 'Meine Nummer ist 0123' });
  await comment(app, admin, id, 'PUBLIC', { text: 'Wird repariert' });
  await settleMessages(app);
  const uuids = await sql<{ id: string }>('select id from issue where municipality_id = ?', [place.municipalityId]);
  await sql(
    `update issue set is_public = text like 'Öff%', status = 'RESOLVED', updated_at = now() - interval '149 days'`,
  );
  expect((await dryRun()).ENDED_REPORTS).toBeUndefined();
  await sql(`update issue set updated_at = now() - interval '151 days'`);
  await sql(`update issue_comment set at = now() - interval '151 days'`);
  const variables = { ags: place.ags, id };
  const before = await askData(app.port, admin, countsQuery, variables);
  expect((await dryRun()).ENDED_REPORTS).toBe(uuids.length);
  expect((await run()).ENDED_REPORTS).toBe(uuids.length);
  expect(await dryRun()).toEqual({});
  expect(await askData(app.port, admin, countsQuery, variables)).toEqual(before);
  expect(before.node).toMatchObject({ text: 'Öffentliches Schlagloch', supporters: 2 });
  const rows = await sql<Data>(
    `select i.text, i.reporter_id as reporter, i.reporter_email as email from issue i order by i.text`,
  );
  expect(rows).toEqual([
    ...[1, 2, 3].map(() => ({ text: '', reporter: null, email: null })),
    { text: 'Öffentliches Schlagloch', reporter: null, email: null },
  ]);
  const words = await sql<{ text: string }>('select text from issue_comment order by number');
  expect(words.map(({ text }) => text)).toEqual(['', 'Wird repariert']);
  expect(await sql(`select 1 from domain_event where actor = ? and type like 'issue.%'`, [anna.personId])).toEqual([]);
  expect(await sql(`select 1 from recipient where origin = 'REPORT'`)).toEqual([]);
  expect(hidden).not.toBe(id);
});

test('an unused account is warned first, kept by a sign-in and otherwise erased; staff stay', async () => {
  const anna = await givenPerson(app, place);
  const bert = await givenPerson(app, place);
  const clerk = await givenStaff(app, place, 'EDITOR');
  const all = [anna, bert, clerk].map(({ personId }) => personId);
  await sql(`update person set last_seen_on = current_date - 731 where id in (?, ?, ?)`, all);
  expect(await dryRun()).toEqual({ ACCOUNT_WARNINGS: 2 });
  expect(await run()).toEqual({ ACCOUNT_WARNINGS: 2 });
  expect(await dryRun()).toEqual({});
  const { text } = await mail.next(`${anna.personId}@example.org`);
  expect(text).toContain('/sign-in');
  await settleMessages(app);
  await sql(`update unused_account set due_at = now() - interval '1 day'`);
  await sql(`update person set last_seen_on = current_date where id = ?`, [bert.personId]);
  expect(await dryRun()).toEqual({ UNUSED_ACCOUNTS: 1 });
  expect(await run()).toEqual({ UNUSED_ACCOUNTS: 1 });
  const left = await sql<{ id: string }>('select id from person where id in (?, ?, ?)', all);
  expect(left.map(({ id }) => id).toSorted()).toEqual([bert.personId, clerk.personId].toSorted());
  expect(await sql(`select count(*)::int as n from tombstone where kind = 'ACCOUNT'`)).toEqual([{ n: 1 }]);
  expect(await sql('select 1 from unused_account')).toEqual([]);
});

test('an admin sets periods within their bounds and sees what is due; the trail tells it', async () => {
  const kinds = async (): Promise<Data[]> =>
    (await askData(app.port, admin, retention, { ags: place.ags })).municipality.retention;
  const find = async (kind: string): Promise<Data> => (await kinds()).find((one) => one.kind === kind);
  await addEvents('identity.signedOut', 60, 4);
  expect(await find('OTHER_EVENTS')).toEqual({ kind: 'OTHER_EVENTS', days: 90, leastDays: 30, mostDays: 365, due: 0 });
  expect(await find('LIVE_LOG')).toMatchObject({ days: 7, leastDays: null, due: null });
  expect((await set(admin, { kind: 'OTHER_EVENTS', days: 31 })).data.setRetention.userErrors).toEqual([]);
  expect(await find('OTHER_EVENTS')).toMatchObject({ days: 31, due: 4 });
  const [setting] = await sql<Data>('select kind, days from retention_setting');
  expect(setting).toEqual({ kind: 'OTHER_EVENTS', days: 31 });
  const { municipality } = await askData(
    app.port,
    admin,
    `query($ags: String!) { municipality(ags: $ags) {
    audit(first: 1) { nodes { kind } } } }`,
    { ags: place.ags },
  );
  expect(municipality.audit.nodes).toEqual([{ kind: 'RETENTION_CHANGED' }]);
  expect((await run()).OTHER_EVENTS).toBe(4);
});

test('a period out of its bounds is refused with its place, and nothing is stored', async () => {
  const stored = await sql('select kind, days from retention_setting');
  const wrong = [
    { kind: 'DELIVERIES', days: 60 },
    { kind: 'AUDIT_EVENTS', days: 364 },
    { kind: 'OTHER_EVENTS', days: 366 },
    { kind: 'LIVE_LOG', days: 8 },
    { kind: 'DELIVERIES', days: 61 },
  ];
  const { data } = await set(admin, ...wrong);
  expect(data.setRetention.userErrors).toEqual([
    { code: 'OUT_OF_BOUNDS', path: ['periods', '1', 'days'] },
    { code: 'OUT_OF_BOUNDS', path: ['periods', '2', 'days'] },
    { code: 'FIXED_PERIOD', path: ['periods', '3', 'kind'] },
    { code: 'DUPLICATE_PERIOD', path: ['periods', '4', 'kind'] },
  ]);
  expect(await sql('select kind, days from retention_setting')).toEqual(stored);
  const late = await givenStaff(app, place);
  await givenCheck(app, late, 16);
  const old = await set(late, { kind: 'DELIVERIES', days: 60 });
  expect(old.data.setRetention.userErrors).toEqual([{ code: 'SIGN_IN_AGAIN', path: [] }]);
});
