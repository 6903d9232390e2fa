import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { idOf } from '../kernel/ids.ts';
import { alertInput, approved, decide, sendWarning } from '../testing/alerts.ts';
import { givenPasskey } from '../testing/authenticator.ts';
import { givenCheck, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import { type Data } from '../testing/client.ts';
import { test } from '../testing/fixtures.ts';
import { type TestServer } from '../testing/server.ts';
import { sendMissing } from '../testing/missing.ts';

let warner: Somebody;
let second: Somebody;
test.beforeAll(async ({ app, town }) => {
  warner = await givenStaff(app, town, 'WARNER');
  second = await givenStaff(app, town, 'WARNER');
});

const german = {
  locale: 'de',
  headline: 'Hochwasser',
  description: 'Der Rhein steigt.',
  instructions: ['Gehen Sie hoch.'],
};
const ring = [
  [7.21, 50.6],
  [7.22, 50.6],
  [7.22, 50.61],
  [7.21, 50.6],
];
const changes: Readonly<Record<string, object>> = {
  'a lower severity': { severity: 'MINOR' },
  'the urgency': { urgency: 'EXPECTED' },
  'the certainty': { certainty: 'OBSERVED' },
  'the headline': { texts: [{ ...german, headline: 'Sturm' }] },
  'the description': { texts: [{ ...german, description: 'Der Rhein fällt.' }] },
  'an instruction': { texts: [{ ...german, instructions: ['Gehen Sie in den Keller.'] }] },
  'a further instruction': {
    texts: [{ ...german, instructions: [...german.instructions, 'Kochen Sie das Wasser ab.'] }],
  },
  'a further language': { texts: [german, { ...german, locale: 'en' }] },
  'the area': { area: 'Neustadt' },
  'the drawn area': { polygons: { type: 'Polygon', coordinates: [ring] } },
  'the telephone': { phone: '02224 99999' },
  'the value of a slot': { slots: [{ name: 'PHONE', value: '02224 99999' }] },
  'the beginning': { onsetAt: new Date(Date.now() + 600_000).toISOString() },
};

test.for([
  [3, 'SEVERE'],
  [4, 'EXTREME'],
] as const)(
  'after an approval at level %d every change waits, except that of the expiry',
  async ([level, severity], { app, town }) => {
    const base = { severity, texts: [german], area: 'Altstadt' };
    const { incident } = await approved(app, second, sendWarning(app, town, warner, base));
    expect(incident).toMatchObject({ state: 'CURRENT', level });
    for (const [what, change] of Object.entries(changes)) {
      const { incident: after, userErrors } = await update(app, incident, { ...base, ...change });
      expect([what, userErrors, after?.alerts.length]).toEqual([what, [], 1]);
    }
    const raised = { ...base, severity: 'EXTREME' };
    expect((await update(app, incident, raised, warner, true)).userErrors).toMatchObject(
      level === 4 ? [] : [{ code: 'CORRECTION_RAISES_LEVEL' }],
    );
    const corrected = await update(app, incident, base, warner, true);
    expect(corrected.incident.alerts).toHaveLength(1);
    const expiresAt = new Date(Date.now() + 7_200_000).toISOString();
    const longer = await update(app, incident, { ...base, expiresAt });
    expect(longer.userErrors).toEqual([]);
    expect(longer.incident.alerts).toMatchObject([{ number: 1 }, { number: 2, msgType: 'UPDATE' }]);
  },
);

test('what was level 3 before still waits below it; what never was does not', async ({ app, town }) => {
  const { incident } = await approved(app, second, sendWarning(app, town, warner));
  const lowered = await approved(app, second, update(app, incident, { severity: 'MINOR' }));
  expect(lowered.incident).toMatchObject({ level: 1, alerts: [{}, {}] });
  expect((await update(app, incident, { severity: 'MINOR', area: 'Neustadt' })).incident.alerts).toHaveLength(2);
  const low = (await sendWarning(app, town, warner, { severity: 'MODERATE' })).incident;
  expect((await update(app, low, { severity: 'MODERATE', area: 'Neustadt' })).incident.alerts).toHaveLength(2);
});

test('a warning that names a person waits at every level, and so does each change of its words', async ({
  app,
  town,
}) => {
  const person = { name: 'Lieselotte Quandt', description: '78 Jahre' };
  const written = sendMissing(app, town, warner, { person, alert: { severity: 'MINOR' } });
  expect((await written).incident).toMatchObject({ state: 'AWAITING', startedAt: null });
  const { incident } = await approved(app, second, written);
  const texts = [{ ...german, headline: 'Wer hat etwas gesehen?' }];
  expect((await update(app, incident, { severity: 'MINOR', texts })).incident.alerts).toHaveLength(1);
  expect((await end(app, incident, { texts: [{ ...german, headline: 'Sie ist da' }] })).incident.state).toBe('CURRENT');
  expect((await end(app, incident)).incident.state).toBe('ENDED');
});

test('the only warner of a town sends an update alone, with a reason', async ({ app }) => {
  const place = await givenPlace(app);
  const only = await givenStaff(app, place, 'WARNER');
  const glass = (alert: Data) =>
    decide(app, only, 'breakGlass', 'BreakGlassInput', { alertId: alert.id, reason: 'Niemand ist im Dienst.' });
  const { incident } = await sendWarning(app, place, only);
  await glass(incident.waitingAlerts[0]);
  const [waiting] = (await update(app, incident, { area: 'Neustadt' }, only)).incident.waitingAlerts;
  expect(await glass(waiting)).toMatchObject({ incident: { alerts: [{}, { msgType: 'UPDATE' }] }, userErrors: [] });
});

test('an end in own words waits, never leaves alone, and is withdrawn by the end in the words of the template', async ({
  app,
  town,
}) => {
  const { incident } = await approved(app, second, sendWarning(app, town, warner));
  const own = await end(app, incident, { texts: [{ ...german, headline: 'Alles ist gut' }], isFalseAlarm: true });
  expect(own.incident).toMatchObject({ state: 'CURRENT', isFalseAlarm: false, alerts: [{ msgType: 'ALERT' }] });
  const [waiting] = own.incident.waitingAlerts;
  await app.services.em
    .fork()
    .execute(`update alert set created_at = created_at - interval '3 minutes' where id = ?`, [
      idOf('Alert', waiting.id),
    ]);
  const alone = { alertId: waiting.id, reason: 'Niemand ist erreichbar.' };
  expect(codesOf(await decide(app, warner, 'breakGlass', 'BreakGlassInput', alone))).toEqual([
    'END_NEEDS_SECOND_PERSON',
  ]);
  const send = `update alert set state = 'SENT', broke_glass_because = 'Allein.' where id = ?`;
  await expect(app.services.em.fork().execute(send, [idOf('Alert', waiting.id)])).rejects.toThrow('alert_marked_check');
  const ended = await end(app, incident);
  expect(ended.incident).toMatchObject({ state: 'ENDED', isFalseAlarm: false, alerts: [{}, { msgType: 'CANCEL' }] });
  expect(ended.incident.waitingAlerts).toEqual([]);
  expect(codesOf(await approve(app, second, waiting))).toEqual(['ALERT_NOT_AWAITING']);
});

test('an end in own words leaves with its approval, and says then that the alarm was false', async ({ app, town }) => {
  const { incident } = await approved(app, second, sendWarning(app, town, warner));
  const words = { texts: [{ ...german, headline: 'Es war ein Test' }], isFalseAlarm: true };
  const ended = await approved(app, second, end(app, incident, words));
  expect(ended.incident).toMatchObject({ state: 'ENDED', isFalseAlarm: true });
});

test('an approval needs a proof of the last 15 minutes, and an author who still sends warnings', async ({
  app,
  town,
}) => {
  const author = await givenStaff(app, town, 'WARNER');
  const late = await givenStaff(app, town, 'WARNER');
  await givenCheck(app, late, 16);
  const [waiting] = (await sendWarning(app, town, author)).incident.waitingAlerts;
  expect(codesOf(await approve(app, late, waiting))).toEqual(['SIGN_IN_AGAIN']);
  await app.services.em.fork().execute(`delete from role where person_id = ?`, [author.personId]);
  expect(codesOf(await approve(app, second, waiting))).toEqual(['AUTHOR_LOST_ROLE']);
  const refused = { alertId: waiting.id, reason: 'Der Autor ist nicht mehr da.' };
  expect(codesOf(await decide(app, second, 'refuseAlert', 'RefuseAlertInput', refused))).toEqual([]);
});

test('whoever sent or approved it ends it in prepared words without a new proof, unless a passkey could give one', async ({
  app,
  town,
}) => {
  const author = await givenStaff(app, town, 'WARNER');
  const other = await givenStaff(app, town, 'WARNER');
  const begin = async () => (await approved(app, second, sendWarning(app, town, author))).incident;
  const incident = await begin();
  for (const one of [author, other]) await givenCheck(app, one, 120);
  expect(codesOf(await end(app, incident, {}, other))).toEqual(['SIGN_IN_AGAIN']);
  const own = { texts: [{ ...german, headline: 'Alles ist gut' }] };
  expect(codesOf(await end(app, incident, own, author))).toEqual(['SIGN_IN_AGAIN']);
  expect((await end(app, incident, {}, author)).incident.state).toBe('ENDED');

  await givenCheck(app, author, 0);
  const next = await begin();
  await givenPasskey(app, author);
  await givenCheck(app, author, 120);
  expect(codesOf(await end(app, next, {}, author))).toEqual(['SIGN_IN_AGAIN']);
});

const codesOf = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
const approve = (app: TestServer, who: Somebody, { id: alertId, contentHash }: Data) =>
  decide(app, who, 'approveAlert', 'ApproveAlertInput', { alertId, contentHash });
const update = (app: TestServer, incident: Data, given: object, who = warner, isCorrection = false) =>
  decide(app, who, 'updateIncident', 'UpdateIncidentInput', {
    incidentId: incident.id,
    alert: alertInput(given),
    isCorrection,
    idempotencyKey: randomUUID(),
  });
const end = (app: TestServer, incident: Data, more: object = {}, who = warner) =>
  decide(app, who, 'endIncident', 'EndIncidentInput', {
    incidentId: incident.id,
    isFalseAlarm: false,
    idempotencyKey: randomUUID(),
    ...more,
  });
