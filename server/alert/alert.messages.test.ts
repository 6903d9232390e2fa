import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { alertInput, decide, sendDisruption, sendDrill, sendWarning } from '../testing/alerts.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { deliveriesOf } from '../testing/news.ts';
import { proposalReadersSql, reviewersSql } from './alert.audience.service.ts';
import { givenKey } from '../testing/keys.ts';
import { type TestServer } from '../testing/server.ts';
import { givenStreet } from '../testing/streets.ts';
import { test } from '../testing/fixtures.ts';

let warner: Somebody;
let second: Somebody;
let citizens: readonly Somebody[];
test.beforeAll(async ({ app, town }) => {
  ({ warner, second, citizens } = await givenReaders(app, town));
});

test('an emergency reaches everybody by mail too, whatever they chose; its end reaches those whom it reached', async ({
  app,
  mail,
}) => {
  const town = await givenPlace(app);
  const { warner, second, citizens } = await givenReaders(app, town);
  const { incident } = await sendWarning(app, town, warner);
  const alert = incident.waitingAlerts[0];
  const told = await reachedBy(app, incident.id, 'ALERT_AWAITING');
  expect(told.INBOX).toEqual(idsOf([second]));
  const { contentHash } = alert;
  await decide(app, second, 'approveAlert', 'ApproveAlertInput', { alertId: alert.id, contentHash });
  const all = idsOf([warner, second, ...citizens]);
  expect(await reachedBy(app, incident.id, 'EMERGENCY_WARNING')).toEqual({ EMAIL: all, INBOX: all });
  const letters = () =>
    mail.mails.filter(
      ({ to, text }) =>
        text.includes('warnt, Stufe 3 von 4') && to.some((address) => all.includes(address.split('@')[0] ?? '')),
    );
  await expect.poll(() => letters().length, { timeout: 20_000 }).toBe(all.length);
  expect(letters()[0]?.text).toContain('1. Gehen Sie nicht in Keller und Tiefgaragen.');
  expect(letters()[0]?.text).toContain('Ersetzt nicht 112, NINA und Sirenen.');
  expect(letters()[0]?.text).toMatch(/Prüfen Sie den Code [0-9A-Z]{4}-[0-9A-Z]{4}: http.*genuine/);
  // Who left the town meanwhile hears the end.
  await app.services.em.fork().execute('delete from membership where person_id = ?', [citizens[0]?.personId]);
  const slots = [{ name: 'PLACE', value: 'Altstadt' }];
  const input = { incidentId: incident.id, isFalseAlarm: false, slots, idempotencyKey: randomUUID() };
  const ended = await decide(app, warner, 'endIncident', 'EndIncidentInput', input);
  expect(ended.userErrors).toEqual([]);
  expect((await reachedBy(app, incident.id, 'EMERGENCY_EASED')).INBOX).toEqual(all);
});

test('a warning below level 3 and a drill go where people chose, a drill of the town hall to its staff', async ({
  app,
}) => {
  const town = await givenPlace(app);
  const { warner, second } = await givenReaders(app, town);
  const { incident } = await sendWarning(app, town, warner, { severity: 'MODERATE' });
  expect(Object.keys(await reachedBy(app, incident.id, 'WARNING_SENT'))).toEqual(['INBOX']);
  const { incident: drill } = await sendDrill(app, town, warner, {}, { audience: 'STAFF' });
  expect(await reachedBy(app, drill.id, 'DRILL_SENT')).toEqual({ INBOX: idsOf([warner, second]) });
  const kinds = await app.services.em
    .fork()
    .execute('select distinct kind from message where subject_id = ? order by kind', [uuidOf(drill.id)]);
  expect(kinds).toEqual([{ kind: 'ALERT_EXPIRING' }, { kind: 'DRILL_SENT' }]);
});

test('every warner reads how the newest alert reached people, not how the messages to the staff did', async ({
  app,
  town,
}) => {
  const { incident } = await sendWarning(app, town, warner, { severity: 'MODERATE' });
  await reachedBy(app, incident.id, 'WARNING_SENT');
  const query = `query($id: ID!) { newestDelivery(subjectId: $id) { id kind progress { people channels { channel delivered sent failed } } } }`;
  const newest = async (who: Somebody) => (await askData(app.port, who, query, { id: incident.id })).newestDelivery;
  const reports = [await newest(warner), await newest(second)];
  for (const report of reports) {
    expect(report).toMatchObject({ kind: 'WARNING_SENT', progress: { channels: [{ channel: 'INBOX' }] } });
    expect(report.progress.people).toBeGreaterThanOrEqual(4);
  }
  for (const other of [citizens[1] as Somebody, await givenStaff(app, town, 'CLERK')])
    expect(await newest(other)).toBeNull();
  // A rising level waits for a second person: the message to them is newer, and is no report about the warning.
  const raised = { incidentId: incident.id, alert: alertInput({ severity: 'EXTREME' }), isCorrection: false };
  await decide(app, warner, 'updateIncident', 'UpdateIncidentInput', { ...raised, idempotencyKey: randomUUID() });
  await reachedBy(app, incident.id, 'ALERT_AWAITING');
  expect((await newest(second)).kind).toBe('WARNING_SENT');
});

test('a disruption goes to those who follow one of its houses, and to nobody else', async ({ app, town }) => {
  const { id: street } = await givenStreet(app, town, { name: 'Vogtsgasse' });
  const [near, far, other] = citizens as [Somebody, Somebody, Somebody];
  const follow = 'mutation($input: FollowStreetInput!) { followStreet(input: $input) { userErrors { code } } }';
  for (const [who, houseNumber] of [
    [near, '12a'],
    [far, '40'],
  ] as const)
    await askData(app.port, who, follow, { input: { streetId: street, houseNumber } });
  const streets = [{ streetId: street, from: '10', to: '14', side: 'EVEN' }];
  const begin = (given: object) => sendDisruption(app, town, warner, given);
  expect((await begin({ streets: [] })).userErrors).toMatchObject([{ code: 'TOO_SHORT', path: ['alert', 'streets'] }]);
  const elsewhere = await givenStreet(app, await givenPlace(app));
  const foreign = [{ streetId: elsewhere.id, side: 'ALL' }];
  expect((await begin({ streets: foreign })).userErrors).toMatchObject([{ code: 'UNKNOWN_STREET' }]);
  const { incident, userErrors } = await begin({ streets });
  expect(userErrors).toEqual([]);
  expect(incident.newestAlert.streets).toMatchObject(streets);
  expect(await reachedBy(app, incident.id, 'DISRUPTION_STARTED')).toEqual({ INBOX: idsOf([near]) });
  expect(other.personId).not.toBe(near.personId);
  const reach = `query($id: ID!, $streets: [AlertStreetInput!]) { alertReach(municipalityId: $id, kind: DISRUPTION, level: 1, isDrill: false, streets: $streets) { people } }`;
  const id = toGlobalId('Municipality', town.municipalityId);
  const { alertReach } = await askData(app.port, warner, reach, { id, streets });
  expect(alertReach.people).toBe(1);
});

test('the reach of an emergency counts everybody, and only for those who warn', async ({ app, town }) => {
  const query = `query($id: ID!) { alertReach(municipalityId: $id, kind: WARNING, level: 3, isDrill: false) { people channels { channel people } } }`;
  const id = toGlobalId('Municipality', town.municipalityId);
  const { alertReach } = await askData(app.port, warner, query, { id });
  expect(alertReach.people).toBeGreaterThanOrEqual(4);
  expect(alertReach.channels).toContainEqual({ channel: 'EMAIL', people: alertReach.people });
  await expect(askData(app.port, citizens[1] as Somebody, query, { id })).rejects.toThrow('FORBIDDEN');
});

test('admins are reminded of a review that is overdue, until one of them has done it', async ({ app, town }) => {
  const admin = await givenStaff(app, town);
  const { incident } = await sendWarning(app, town, warner);
  const { id: alertId } = incident.waitingAlerts[0];
  await app.services.em.fork().execute(`update alert set created_at = created_at - interval '3 minutes'`);
  await decide(app, warner, 'breakGlass', 'BreakGlassInput', { alertId, reason: 'Niemand ist erreichbar.' });
  const remindedOf = async (): Promise<string[]> => {
    const rows: { id: string }[] = await app.services.em.fork().execute(
      `select a.recipient_id as id from message m cross join lateral (${reviewersSql}) a
        where m.kind = 'ALERT_REVIEW_DUE' and m.subject_id = ?`,
      [uuidOf(incident.id)],
    );
    return rows.map(({ id }) => id);
  };
  expect(await remindedOf()).toContain(admin.personId);
  await decide(app, admin, 'reviewAlert', 'ReviewAlertInput', { alertId });
  expect(await remindedOf()).toEqual([]);
});

test('warners hear of a proposal by mail and in the inbox, as long as it waits; nobody else does', async ({
  app,
  town,
  mail,
}) => {
  const key = await givenKey(app, town, ['alerts:propose']);
  const propose = `mutation($input: ProposeAlertInput!) { proposeAlert(input: $input) { proposal { identifier } userErrors { code } } }`;
  const input = {
    municipalityId: toGlobalId('Municipality', town.municipalityId),
    kind: 'WARNING',
    template: 'flood',
    alert: alertInput({ area: 'Nur das Rheinufer' }),
    idempotencyKey: randomUUID(),
  };
  const { proposal } = (await askData(app.port, key, propose, { input })).proposeAlert;
  const em = app.services.em.fork();
  const [row]: { id: string }[] = await em.execute('select incident_id as id from alert where id = ?', [
    proposal.identifier,
  ]);
  const incidentId = row?.id ?? expect.fail();
  const warners = idsOf([warner, second]);
  const told = await reachedBy(app, toGlobalId('Incident', incidentId), 'ALERT_PROPOSED');
  expect(told).toEqual({ INBOX: warners, EMAIL: warners });
  const inbox =
    '{ viewer { inbox(first: 20) { edges { node { kind content { ... on Alert { texts { headline } } } } } } } }';
  const rowOf = async () => {
    const { edges } = (await askData(app.port, second, inbox)).viewer.inbox;
    return edges.map(({ node }: Data) => node).find(({ kind }: Data) => kind === 'ALERT_PROPOSED');
  };
  expect((await rowOf()).content.texts[0].headline).toBe('Hochwasser in Altstadt');
  const letters = () => mail.mails.filter(({ text }) => text.includes('schlägt diese Meldung vor'));
  await expect.poll(() => letters().length, { timeout: 20_000 }).toBe(2);
  expect(letters()[0]?.text).toContain('Noch ist nichts gesendet.');
  const readers = (): Promise<object[]> =>
    em.execute(
      `select a.recipient_id from message m cross join lateral (${proposalReadersSql}) a
        where m.kind = 'ALERT_PROPOSED' and m.subject_id = ?`,
      [incidentId],
    );
  expect(await readers()).toHaveLength(2);
  const refusal = { alertId: toGlobalId('Alert', proposal.identifier), reason: 'Schon bekannt.' };
  expect((await decide(app, warner, 'refuseAlert', 'RefuseAlertInput', refusal)).userErrors).toEqual([]);
  expect(await readers()).toEqual([]);
  expect((await rowOf()).content).toBeNull();
});

/** Two warners and three citizens, who are the group of the town. */
async function givenReaders(app: TestServer, town: Place) {
  const citizens = await givenPeople(app, town, 3);
  const warner = await givenStaff(app, town, 'WARNER');
  const second = await givenStaff(app, town, 'WARNER');
  for (const one of [warner, second, ...citizens]) await join(app, town, one);
  return { warner, second, citizens };
}

/** Everybody with an account joins the group of the town. */
async function join(app: TestServer, town: Place, { personId }: Somebody): Promise<void> {
  const sql = 'insert into membership (group_id, person_id) values (?, ?) on conflict do nothing';
  await app.services.em.fork().execute(sql, [town.groupId, personId]);
}

const uuidOf = (id: string): string => readGlobalId(id)?.id ?? '';

/** Recipients of the messages of a kind about an incident, by channel, as soon as none of them waits. */
async function reachedBy(app: TestServer, incidentId: string, kind: string): Promise<Record<string, string[]>> {
  const found = async () => (await deliveriesOf(app, uuidOf(incidentId), kind)).length;
  await expect.poll(found, { timeout: 20_000 }).toBeGreaterThan(0);
  const rows = await deliveriesOf(app, uuidOf(incidentId), kind);
  const byChannel = Map.groupBy(rows, ({ channel }) => channel);
  return Object.fromEntries(
    [...byChannel].map(([channel, all]) => [channel, all.map((one) => one.recipientId).toSorted()]),
  );
}

const idsOf = (people: readonly Somebody[]): string[] => people.map(({ personId }) => personId).toSorted();
