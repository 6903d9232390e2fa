import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { alertInput, decide, sendDisruption, sendDrill, sendWarning } from '../testing/alerts.ts';
import {
  givenCheck,
  givenPeople,
  givenPlace,
  givenRole,
  givenStaff,
  type Place,
  type Somebody,
} from '../testing/builders.ts';
import { askData, connect, watch } from '../testing/client.ts';
import { readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { type TestServer } from '../testing/server.ts';
import { givenStreet } from '../testing/streets.ts';
import { test } from '../testing/fixtures.ts';

let warner: Somebody;
let second: Somebody;
let citizen: Somebody;
test.beforeAll(async ({ app, town }) => {
  [citizen] = (await givenPeople(app, town, 1)) as [Somebody];
  warner = await givenStaff(app, town, 'WARNER');
  second = await givenStaff(app, town, 'WARNER');
});

test('a warning from level 3 waits until a second person approves exactly its text', async ({ app, town }) => {
  const { incident } = await sendWarning(app, town, warner);
  expect(incident).toMatchObject({ state: 'AWAITING', level: 0, startedAt: null, alerts: [], newestAlert: null });
  const alert = incident.waitingAlerts[0];
  expect((await approve(app, warner, alert)).userErrors).toMatchObject([{ code: 'OWN_ALERT' }]);
  const other = { ...alert, contentHash: 'another' };
  expect((await approve(app, second, other)).userErrors).toMatchObject([{ code: 'APPROVED_OTHER_TEXT' }]);
  const sent = await approve(app, second, alert);
  expect(sent.incident).toMatchObject({ state: 'CURRENT', level: 3, alerts: [{ number: 1, msgType: 'ALERT' }] });
  expect(sent.incident.newestAlert.id).toBe(alert.id);
  expect((await approve(app, second, alert)).userErrors).toMatchObject([{ code: 'ALERT_NOT_AWAITING' }]);
});

test('below level 3 one person is enough, and citizens see the warning at once', async ({ app, town }) => {
  const client = connect(app.port, citizen);
  const live = watch(
    client,
    'subscription($id: ID!) { alerts(municipalityId: $id) { entries { number level texts { headline } } reset } }',
    {
      id: toGlobalId('Municipality', town.municipalityId),
    },
  );
  await live.until(({ data }) => data?.alerts.reset === true);
  const { incident } = await sendWarning(app, town, warner, { severity: 'MODERATE' });
  expect(incident).toMatchObject({ state: 'CURRENT', level: 2 });
  const { data } = await live.until(({ data: it }) => it?.alerts.reset === false);
  expect(data?.alerts).toMatchObject({ entries: [{ number: 1, level: 2 }] });
  live.cancel();
  await client.dispose();
});

test('the author sends alone only 120 seconds later, with a reason', async ({ app, town }) => {
  const alert = await waiting(app, town);
  const input = { alertId: alert.id, reason: 'Niemand ist erreichbar.' };
  expect((await decide(app, warner, 'breakGlass', 'BreakGlassInput', input)).userErrors).toMatchObject([
    { code: 'GLASS_INTACT' },
  ]);
  await app.services.em.fork().execute(`update alert set created_at = created_at - interval '3 minutes'`);
  expect(
    (await decide(app, warner, 'breakGlass', 'BreakGlassInput', { ...input, reason: '' })).userErrors,
  ).toMatchObject([{ code: 'TOO_SHORT' }]);
  const sent = await decide(app, warner, 'breakGlass', 'BreakGlassInput', input);
  expect(sent.incident).toMatchObject({ state: 'CURRENT', level: 3 });
});

test('the only warner of a town sends alone at once, although its admins could approve', async ({ app, town }) => {
  const small = await givenPlace(app);
  const only = await givenStaff(app, small, 'WARNER');
  const admin = await givenStaff(app, small);
  const { incident } = await sendWarning(app, small, only);
  const [alert] = incident.waitingAlerts;
  const query = 'query($id: ID!) { node(id: $id) { ... on Alert { createdAt aloneFrom } } }';
  const { node } = await askData(app.port, only, query, { id: alert.id });
  expect(node.aloneFrom).toBe(node.createdAt);
  expect((await askData(app.port, admin, query, { id: alert.id })).node.aloneFrom).toBeNull();
  const others = (await askData(app.port, warner, query, { id: (await waiting(app, town)).id })).node;
  expect(Date.parse(others.aloneFrom) - Date.parse(others.createdAt)).toBe(120_000);
  const sent = await decide(app, only, 'breakGlass', 'BreakGlassInput', { alertId: alert.id, reason: 'Deichbruch.' });
  expect(sent.userErrors).toEqual([]);
  expect(sent.incident).toMatchObject({ state: 'CURRENT', level: 3 });
});

test('the database refuses a sent alert without a second person, and a drill that becomes real', async ({
  app,
  town,
}) => {
  const { incident } = await sendWarning(app, town, warner);
  const { incident: drill } = await sendDrill(app, town, warner);
  expect(drill).toMatchObject({ status: 'EXERCISE', state: 'CURRENT', level: 3 });
  const run = (sql: string): Promise<unknown[]> => app.services.em.fork().execute(sql, [town.municipalityId]);
  await expect(run(`update alert set state = 'SENT' where state = 'AWAITING' and municipality_id = ?`)).rejects.toThrow(
    /alert_(second_person|marked)_check/,
  );
  await expect(
    run(`update incident set status = 'ACTUAL' where status = 'EXERCISE' and municipality_id = ?`),
  ).rejects.toThrow('never change');
  await run(`update alert set status = 'ACTUAL' where status = 'EXERCISE' and municipality_id = ?`);
  expect(
    await run(`select from alert where number > 0 and status = 'ACTUAL' and level > 2 and approved_at is null
      and broke_glass_because is null and municipality_id = ?`),
  ).toEqual([]);
  expect(incident.state).toBe('AWAITING');
});

test('an update may lower the level alone, not raise it; new instructions are marked; the end closes the thread', async ({
  app,
  town,
}) => {
  const { incident } = await sendWarning(app, town, warner, { severity: 'MODERATE' });
  const update = (given: object, isCorrection = false) =>
    decide(app, warner, 'updateIncident', 'UpdateIncidentInput', {
      incidentId: incident.id,
      alert: alertInput(given),
      isCorrection,
      idempotencyKey: randomUUID(),
    });
  expect((await update({ severity: 'EXTREME' }, true)).userErrors).toMatchObject([{ code: 'CORRECTION_RAISES_LEVEL' }]);
  const raised = await update({ severity: 'EXTREME' });
  expect(raised.incident).toMatchObject({ level: 2, waitingAlerts: [{ level: 4 }] });
  const texts = [
    { locale: 'de', headline: 'Hochwasser', description: 'Es steigt.', instructions: ['Gehen Sie nach oben.'] },
  ];
  const changed = await update({ severity: 'MINOR', texts });
  expect(changed.incident.alerts.at(-1)).toMatchObject({
    number: 2,
    msgType: 'UPDATE',
    level: 1,
    texts: [{ locale: 'de', instructions: [{ text: 'Gehen Sie nach oben.', isNew: true }] }],
  });
  const end = { incidentId: incident.id, isFalseAlarm: false, slots: [{ name: 'PLACE', value: 'Altstadt' }] };
  const ended = await decide(app, warner, 'endIncident', 'EndIncidentInput', { ...end, idempotencyKey: randomUUID() });
  expect(ended.incident).toMatchObject({ state: 'ENDED', alerts: [{}, {}, { number: 3, msgType: 'CANCEL' }] });
  expect((await update({})).userErrors).toMatchObject([{ code: 'INCIDENT_ENDED' }]);
});

test('a waiting update is not sent after a newer one, and a repeated request sends no second one', async ({
  app,
  town,
}) => {
  const { incident } = await sendWarning(app, town, warner, { severity: 'MODERATE' });
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const update = (severity: string, idempotencyKey: string) =>
    decide(app, warner, 'updateIncident', 'UpdateIncidentInput', {
      incidentId: incident.id,
      alert: alertInput({ severity, expiresAt }),
      isCorrection: false,
      idempotencyKey,
    });
  const raised = await update('EXTREME', randomUUID());
  const key = randomUUID();
  expect((await update('MINOR', key)).incident.alerts).toHaveLength(2);
  expect((await update('MINOR', key)).incident.alerts).toHaveLength(2);
  expect((await approve(app, second, raised.incident.waitingAlerts[0])).userErrors).toMatchObject([
    { code: 'ALERT_OUTDATED' },
  ]);
  const [again] = (await update('EXTREME', randomUUID())).incident.waitingAlerts.slice(-1);
  expect((await approve(app, second, again)).incident).toMatchObject({ level: 4, newestAlert: { id: again.id } });
});

test('an all-clear is sent without further details, also after a warning in own words', async ({ app, town }) => {
  const texts = [
    { locale: 'de', headline: 'Hochwasser', description: 'Es steigt.', instructions: ['Gehen Sie nach oben.'] },
  ];
  const { incident } = await sendWarning(app, town, warner, {
    severity: 'MODERATE',
    texts,
    slots: [],
    area: 'Altstadt',
  });
  const input = { incidentId: incident.id, isFalseAlarm: false, idempotencyKey: randomUUID() };
  const ended = await decide(app, warner, 'endIncident', 'EndIncidentInput', input);
  expect(ended.userErrors).toEqual([]);
  const headline = 'Entwarnung: Hochwasser in Altstadt ist vorbei';
  expect(ended.incident.alerts.at(-1).texts).toContainEqual(expect.objectContaining({ locale: 'de', headline }));
});

test('neither a long area nor many streets keep a message or its end from being sent in prepared words', async ({
  app,
  town,
}) => {
  const area =
    'Unkel, Rheinpromenade bis Frankfurter Straße, Scheuren, Heister und alle Häuser am Hähnerbach bis zur Brücke';
  const texts = [
    { locale: 'de', headline: 'Hochwasser', description: 'Es steigt.', instructions: ['Gehen Sie hoch.'] },
  ];
  const warning = await sendWarning(app, town, warner, { severity: 'MODERATE', texts, slots: [], area });
  const names = Array.from({ length: 12 }, (_, i) => `Frankfurter Straße ${String.fromCharCode(65 + i)}`);
  const streets = [];
  for (const name of names) streets.push({ streetId: (await givenStreet(app, town, { name })).id, side: 'ALL' });
  const disruption = await sendDisruption(app, town, warner, { streets, slots: [] }, { template: 'telecom' });
  for (const { incident, userErrors } of [warning, disruption]) {
    expect(userErrors).toEqual([]);
    const input = { incidentId: incident.id, isFalseAlarm: true };
    const prepared =
      'query($id: ID!) { node(id: $id) { ... on Incident { preparedEnd(isFalseAlarm: true) { headline } } } }';
    const { node } = await askData(app.port, warner, prepared, { id: incident.id });
    const given = { ...input, idempotencyKey: randomUUID() };
    const ended = await decide(app, warner, 'endIncident', 'EndIncidentInput', given);
    expect(ended.userErrors).toEqual([]);
    const headlines = ended.incident.alerts.at(-1).texts.map(({ headline }: { headline: string }) => headline);
    expect(headlines).toEqual(node.preparedEnd.map(({ headline }: { headline: string }) => headline));
  }
});

test('an incident that waits for its second person gets no update, which would refer to nothing', async ({
  app,
  town,
}) => {
  const { incident } = await sendWarning(app, town, warner);
  const input = { incidentId: incident.id, alert: alertInput({ severity: 'MINOR' }), isCorrection: false };
  const update = (who: Somebody) =>
    decide(app, who, 'updateIncident', 'UpdateIncidentInput', { ...input, idempotencyKey: randomUUID() });
  expect((await update(warner)).userErrors).toMatchObject([{ code: 'INCIDENT_ENDED' }]);
  await approve(app, second, incident.waitingAlerts[0]);
  expect((await update(warner)).incident).toMatchObject({
    alerts: [{ msgType: 'ALERT' }],
    waitingAlerts: [{ level: 1 }],
  });
});

test('bad input is refused with its code, and nothing is stored', async ({ app, town }) => {
  const em = app.services.em.fork();
  const count = () => em.execute('select count(*)::int as n from incident');
  const before = await count();
  const codes = async (given: object, more: object = {}) =>
    (await sendWarning(app, town, warner, given, more)).userErrors.map(({ code }) => code);
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();
  expect(await codes({ expiresAt: hours(-1) })).toEqual(['EXPIRY_TOO_EARLY']);
  expect(await codes({ expiresAt: hours(25) })).toEqual(['EXPIRY_TOO_LATE']);
  expect(await codes({ onsetAt: hours(8) })).toEqual(['EXPIRY_TOO_EARLY']);
  expect(new Set(await codes({ slots: [] }))).toEqual(new Set(['SLOT_EMPTY']));
  expect(await codes({}, { placeName: 'Anderswo' })).toEqual(['WRONG_PLACE_NAME']);
  expect(await codes({}, { template: 'water' })).toEqual(['TEMPLATE_UNKNOWN']);
  expect(await count()).toEqual(before);
});

test('a real warning needs a sign-in of the last 15 minutes; citizens and clerks cannot send', async ({
  app,
  town,
}) => {
  const late = await givenStaff(app, town, 'WARNER');
  await givenCheck(app, late, 16);
  expect((await sendWarning(app, town, late)).userErrors).toMatchObject([{ code: 'SIGN_IN_AGAIN' }]);
  expect((await sendDrill(app, town, late)).userErrors).toEqual([]);
  await expect(sendDrill(app, town, await givenStaff(app, town, 'CLERK'))).rejects.toThrow('FORBIDDEN');
  await expect(sendDrill(app, town, citizen)).rejects.toThrow('FORBIDDEN');
});

test('people answer that they are safe or need help only while a warner reads', async ({ app, town }) => {
  const { incident } = await sendDrill(app, town, warner);
  const answer = (who: Somebody, input: object) =>
    decide(app, who, 'acknowledge', 'AcknowledgeInput', { incidentId: incident.id, ...input });
  expect((await answer(citizen, { answer: 'SEEN' })).userErrors).toEqual([]);
  expect((await answer(citizen, { answer: 'SAFE' })).userErrors).toMatchObject([{ code: 'NOBODY_READS' }]);
  const reads = await decide(app, second, 'readAcknowledgements', 'ReadAcknowledgementsInput', {
    incidentId: incident.id,
  });
  expect(reads.userErrors).toEqual([]);
  expect((await answer(citizen, { answer: 'HELP', place: 'Vogtsgasse 3', phone: '0171 1' })).userErrors).toEqual([]);
  const client = connect(app.port, second);
  const live = watch(
    client,
    'subscription($id: ID!) { acknowledgements(incidentId: $id) { counts { seen help openHelp } help { id place } } }',
    {
      id: incident.id,
    },
  );
  const { data } = await live.until(() => true);
  expect(data?.acknowledgements).toMatchObject({
    counts: { seen: 0, help: 1, openHelp: 1 },
    help: [{ place: 'Vogtsgasse 3' }],
  });
  live.cancel();
  await client.dispose();
});

test('SAFE and HELP are taken for a minute after a warner has read, by the clock of the server', async ({
  app,
  town,
  at,
}) => {
  const { incident } = await sendDrill(app, town, warner);
  const isRead = async () => {
    const query = 'query($id: ID!) { node(id: $id) { ... on Incident { isRead } } }';
    return (await askData(app.port, citizen, query, { id: incident.id })).node.isRead;
  };
  const say = async () => {
    const input = { incidentId: incident.id, answer: 'SAFE' };
    return (await decide(app, citizen, 'acknowledge', 'AcknowledgeInput', input)).userErrors.map(({ code }) => code);
  };
  const began = Date.now();
  const after = (seconds: number) => at(new Date(began + seconds * 1000).toISOString());

  after(0);
  expect(await isRead()).toBe(false);
  await decide(app, second, 'readAcknowledgements', 'ReadAcknowledgementsInput', { incidentId: incident.id });
  after(59);
  expect([await isRead(), await say()]).toEqual([true, []]);
  for (const seconds of [61, 15 * 60 + 1]) {
    after(seconds);
    expect([await isRead(), await say()]).toEqual([false, ['NOBODY_READS']]);
  }
});

test('answers without an account are counted by device, and limited for one network', async ({ app, town }) => {
  const { incident } = await sendDrill(app, town, warner);
  const answer = (device: string) =>
    decide(app, {}, 'acknowledge', 'AcknowledgeInput', { incidentId: incident.id, answer: 'SEEN', device });
  expect((await answer('short')).userErrors).toMatchObject([{ code: 'TOO_SHORT', path: ['device'] }]);
  for (const device of ['the first of the devices', 'the second of the devices', 'the first of the devices'])
    expect((await answer(device)).userErrors).toEqual([]);
  const count = 'select count(*)::int as n from acknowledgement where incident_id = ?';
  expect(await app.services.em.fork().execute(count, [readGlobalId(incident.id)?.id])).toEqual([{ n: 2 }]);
});

test('an admin reviews what was sent alone; the sender may not', async ({ app, town }) => {
  const admin = await givenStaff(app, town);
  await givenRole(app, town, admin, 'WARNER');
  const { incident } = await sendWarning(app, town, admin);
  const alert = incident.waitingAlerts[0];
  await app.services.em.fork().execute(`update alert set created_at = created_at - interval '3 minutes'`);
  await decide(app, admin, 'breakGlass', 'BreakGlassInput', { alertId: alert.id, reason: 'Allein im Dienst.' });
  const review = (who: Somebody) => decide(app, who, 'reviewAlert', 'ReviewAlertInput', { alertId: alert.id });
  expect((await review(admin)).userErrors).toMatchObject([{ code: 'OWN_ALERT' }]);
  const due = 'query($id: ID!) { node(id: $id) { ... on Alert { sentAt reviewDueAt reviewedAt } } }';
  const dueOf = async (who: Somebody) => (await askData(app.port, who, due, { id: alert.id })).node;
  const { sentAt, reviewDueAt } = await dueOf(admin);
  expect(Date.parse(reviewDueAt) - Date.parse(sentAt)).toBe(7 * 86_400_000);
  expect(await dueOf(citizen)).toMatchObject({ reviewDueAt: null, reviewedAt: null });
  const reviewer = await givenStaff(app, town);
  expect((await review(reviewer)).userErrors).toEqual([]);
  expect(await dueOf(reviewer)).toMatchObject({ reviewDueAt: null, reviewedAt: expect.any(String) });
});

const approve = (app: TestServer, who: Somebody, alert: { id: string; contentHash: string }) =>
  decide(app, who, 'approveAlert', 'ApproveAlertInput', { alertId: alert.id, contentHash: alert.contentHash });
const waiting = async (app: TestServer, town: Place): Promise<{ id: string; contentHash: string }> => {
  const { incident, userErrors } = await sendWarning(app, town, warner);
  expect(userErrors).toEqual([]);
  return incident.waitingAlerts[0];
};
