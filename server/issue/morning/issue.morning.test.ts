import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { emailChannel } from '../../notification/notification.email.ts';
import { spread } from '../../notification/notification.spread.service.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { sendMorningList } from './issue.morning.jobs.ts';

let app: TestServer;
let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: it runs no jobs, and the test sends all mails.
  app = await startTestServer({ smtpUrl: mail.url }, 'web');
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const addressOf = ({ personId }: Somebody): string => `${personId}@example.org`;

async function reportedAt(place: Place, time: string, more: object = {}): Promise<GivenIssue> {
  setTime(app, time);
  return givenIssue(app, place, await givenPerson(app, place), more);
}

/** Time for which the next list of the town is planned. */
async function planned({ municipalityId }: Place): Promise<string> {
  const sql = 'select at from morning_plan where municipality_id = ?';
  const rows: { at: string }[] = await app.services.em.fork().execute(sql, [municipalityId]);
  return new Date(rows[0]?.at ?? '').toISOString();
}

/** Messages that runList() has delivered. */
const handled = new Set<string>();

/** Runs the job of the list at `now` and delivers it; returns the ids of the recipients. */
async function runList(place: Place, at: string, now: string): Promise<string[]> {
  setTime(app, now);
  await sendMorningList(forkContext(app.services, system), { municipalityId: place.municipalityId, at });
  const em = app.services.em.fork();
  const messages: { id: string }[] = await em.execute(
    `select id from message where kind = 'ISSUE_MORNING_LIST' and subject_id = ?`,
    [place.municipalityId],
  );
  const recipients: string[] = [];
  for (const { id } of messages) {
    if (handled.has(id)) continue;
    handled.add(id);
    await spread(forkContext(app.services, system), id);
    const sql = 'select recipient_id as "recipientId", channel from delivery where message_id = ?';
    const rows: { recipientId: string; channel: string }[] = await em.execute(sql, [id]);
    expect(rows.every(({ channel }) => channel === 'EMAIL')).toBe(true);
    recipients.push(...rows.map(({ recipientId }) => recipientId));
    for (const job of emailChannel.jobs) await job.run(app.services, { claim: randomUUID() } as never);
  }
  return recipients.sort();
}

/** Monday, Tuesday and Wednesday of a week without holidays; the town hall opens at 8 local time. */
const monday = '2026-03-09T07:00:00.000Z';
const tuesday = '2026-03-10T07:00:00.000Z';
const wednesday = '2026-03-11T07:00:00.000Z';

test('the clerk gets new, due and overdue reports at the opening of the town hall, once a day', async () => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const admin = await givenStaff(app, place);
  const editor = await givenStaff(app, place, 'EDITOR');
  const stranger = await givenStaff(app, await givenPlace(app, 'Nachbarstadt'), 'CLERK');
  const old = await reportedAt(place, '2026-03-04T09:00Z'); // due on Friday
  const weekend = await reportedAt(place, '2026-03-07T10:00Z'); // Saturday, due on Tuesday evening
  expect(await planned(place)).toBe('2026-03-05T07:00:00.000Z'); // planned by the first report
  await app.services.em
    .fork()
    .execute('update morning_plan set at = ? where municipality_id = ?', [monday, place.municipalityId]);
  expect(await runList(place, monday, monday)).toEqual([clerk.personId]);
  const first = await mail.next(addressOf(clerk));
  expect(first.text).toContain('das liegt heute in Musterstadt an: 1 neu, 0 heute fällig, 1 überfällig.');
  expect(first.text).toMatch(new RegExp(`Neu \\(1\\):\\r?\\n${weekend.reference}: Straße .*, Linzer Straße 16\\r?\\n`));
  expect(first.text).toMatch(new RegExp(`Überfällig \\(1\\):\\r?\\n${old.reference}: .*fällig seit 06\\.03\\.26`));
  expect(first.text).not.toContain('Heute fällig');
  expect(first.text).not.toContain('Schlagloch');
  expect(first.text).toContain(`/${place.ags}/board`);
  // The same job again, and one for another time: nothing.
  expect(await runList(place, monday, monday)).toEqual([]);
  expect(await planned(place)).toBe(tuesday);
  expect(await runList(place, tuesday, tuesday)).toEqual([clerk.personId]);
  const second = await mail.next(addressOf(clerk));
  expect(second.text).toContain('0 neu, 1 heute fällig, 1 überfällig.');
  expect(second.text).toContain(`${weekend.reference}: `);
  expect(mail.mails).toEqual([]);
  const inbox = '{ viewer { inbox(first: 5) { edges { node { kind } } } } }';
  for (const who of [clerk, admin, editor, stranger]) {
    const { viewer } = await askData(app.port, who, inbox);
    expect(JSON.stringify(viewer)).not.toContain('MORNING');
  }
});

test('never empty: what is done meanwhile is not sent, and no list is sent where nothing is open', async () => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const issue = await reportedAt(place, '2026-03-08T09:00Z');
  const em = app.services.em.fork();
  await em.execute(`update issue set status = 'RESOLVED' where id = ?`, [idOf('Issue', issue.id)]);
  expect(await runList(place, monday, monday)).toEqual([]);
  expect(await planned(place)).toBe(tuesday);
  // A report that was new a week ago and has no deadline today is no reason for a mail.
  await em.execute(`update issue set status = 'ASSIGNED', due_at = null where id = ?`, [idOf('Issue', issue.id)]);
  expect(await runList(place, tuesday, tuesday)).toEqual([clerk.personId]);
  const failed = `select failure from delivery where recipient_id = ? and channel = 'EMAIL'`;
  expect(await em.execute(failed, [clerk.personId])).toEqual([{ failure: 'NO_LONGER_WANTED' }]);
  expect(mail.mails).toEqual([]);
});

test('no list on closed days, after the day, or while the module is off; the admins only if a desk has nobody else', async () => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  await reportedAt(place, '2026-04-02T10:00Z'); // Thursday before Easter
  const afterEaster = '2026-04-07T06:00:00.000Z'; // Tuesday, 8:00 in summer time
  expect(await planned(place)).toBe(afterEaster);
  await app.services.em.fork().nativeUpdate(Municipality, place.municipalityId, { modules: ['POSTS'] });
  expect(await runList(place, afterEaster, afterEaster)).toEqual([]);
  const { modules } = app.services.registry;
  await app.services.em.fork().nativeUpdate(Municipality, place.municipalityId, { modules: [...modules] });
  const next = await planned(place);
  expect(next).toBe('2026-04-08T06:00:00.000Z');
  expect(await runList(place, next, '2026-04-09T05:00:00.000Z')).toEqual([]); // the worker was away for a day
  const last = await planned(place);
  expect(last).toBe('2026-04-09T06:00:00.000Z');
  expect(await runList(place, last, last)).toEqual([admin.personId]);
  expect((await mail.next(addressOf(admin))).text).toContain('0 neu, 0 heute fällig, 1 überfällig.');
  const clerk = await givenStaff(app, place, 'CLERK');
  const friday = await planned(place);
  expect(await runList(place, friday, friday)).toEqual([clerk.personId]);
  await mail.next(addressOf(clerk));
});

test('a complaint is listed for its desk by its category only', async () => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const categoryId = await givenCategory(app, place, 'COMPLAINT');
  const secret = await reportedAt(place, '2026-03-10T09:00Z', { kind: 'COMPLAINT', categoryId });
  expect(await runList(place, wednesday, wednesday)).toEqual([clerk.personId]);
  const received = await mail.next(addressOf(clerk));
  expect(received.text).toContain(`${secret.reference}: Straße`);
  expect(received.text).not.toContain('Linzer Straße');
});

test('new opening hours plan anew, and no day gets two lists', async () => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const admin = await givenStaff(app, place);
  await reportedAt(place, '2026-03-10T20:00Z');
  expect(await runList(place, wednesday, wednesday)).toEqual([clerk.personId]);
  await mail.next(addressOf(clerk));
  setTime(app, '2026-03-11T07:30:00.000Z');
  const set = `mutation($input: SetOfficeHoursInput!) { setOfficeHours(input: $input) { userErrors { code } } }`;
  const spans = ['WEDNESDAY', 'THURSDAY'].map((weekday) => ({ weekday, from: '09:00', to: '12:00' }));
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), spans, closedDays: [] };
  expect((await askData(app.port, admin, set, { input })).setOfficeHours.userErrors).toEqual([]);
  const nine = '2026-03-11T08:00:00.000Z';
  expect(await planned(place)).toBe(nine);
  expect(await runList(place, wednesday, nine)).toEqual([]); // the job of the old hours
  expect(await planned(place)).toBe(nine);
  expect(await runList(place, nine, nine)).toEqual([]);
  expect(await planned(place)).toBe('2026-03-12T08:00:00.000Z');
  // Control: without the memory of the day the same job sends a second list.
  await app.services.em
    .fork()
    .execute('update morning_plan set at = ?, last_day = null where municipality_id = ?', [nine, place.municipalityId]);
  expect(await runList(place, nine, nine)).toEqual([clerk.personId]);
  await mail.next(addressOf(clerk));
});
