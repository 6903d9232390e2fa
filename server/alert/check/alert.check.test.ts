import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { anonymous } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { readGlobalId, toGlobalId } from '../../kernel/ids.ts';
import { alertInput, decide, sendDrill, sendWarning } from '../../testing/alerts.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Identified } from '../../testing/client.ts';
import { type TestServer } from '../../testing/server.ts';
import { checkCodeOf } from './alert.check.rules.ts';
import { checkAlert } from './alert.check.service.ts';
import { test } from '../../testing/fixtures.ts';

let warner: Somebody;
test.beforeAll(async ({ app, town }) => {
  warner = await givenStaff(app, town, 'WARNER');
});

test('a reader finds the alert by its code, in any spelling, and sees its town, sender, time, headline and state', async ({
  app,
  town,
}) => {
  const { incident } = await sendDrill(app, town, warner);
  const [alert] = incident.alerts;
  const code = codeOf(app, alert.id);
  const shown = await askData(app.port, nobody, 'query($id: ID!) { node(id: $id) { ... on Alert { checkCode } } }', {
    id: alert.id,
  });
  expect(shown.node.checkCode).toBe(code);
  const found = await check(app, town, ` ${code.toLowerCase().replace('-', '')} `);
  expect(found).toMatchObject({
    municipality: { id: toGlobalId('Municipality', town.municipalityId) },
    sentAt: alert.sentAt,
    kind: 'WARNING',
    status: 'EXERCISE',
    msgType: 'ALERT',
    isNewest: true,
    state: 'CURRENT',
    incident: { id: incident.id },
  });
  expect(found.sender).not.toBe('');
  expect(found.texts[0].headline).toBe(alert.texts[0].headline);
});

test('the code of an earlier alert stays genuine and says that there is a newer one, also after the end', async ({
  app,
  town,
}) => {
  const { incident } = await sendDrill(app, town, warner);
  const code = codeOf(app, incident.alerts[0].id);
  const again = { incidentId: incident.id, alert: alertInput(), isCorrection: false, idempotencyKey: randomUUID() };
  await decide(app, warner, 'updateIncident', 'UpdateIncidentInput', again);
  expect(await check(app, town, code)).toMatchObject({ isNewest: false, state: 'CURRENT' });
  const slots = [{ name: 'PLACE', value: 'Altstadt' }];
  const end = { incidentId: incident.id, isFalseAlarm: false, slots, idempotencyKey: randomUUID() };
  const { incident: ended } = await decide(app, warner, 'endIncident', 'EndIncidentInput', end);
  expect(await check(app, town, code)).toMatchObject({ isNewest: false, state: 'ENDED' });
  expect(await check(app, town, codeOf(app, ended.alerts.at(-1).id))).toMatchObject({
    msgType: 'CANCEL',
    isNewest: true,
  });
});

test('not genuine: an unknown code, that of another town, and that of an alert that waits', async ({ app, town }) => {
  const { incident } = await sendDrill(app, town, warner);
  const code = codeOf(app, incident.alerts[0].id);
  expect(await check(app, town, '0000-0000')).toBeNull();
  expect(await check(app, town, 'no code')).toBeNull();
  expect(await check(app, town, code)).not.toBeNull();
  expect(await check(app, town, code, await givenPlace(app))).toBeNull();
  const { incident: waiting } = await sendWarning(app, town, warner);
  expect(await check(app, town, codeOf(app, waiting.waitingAlerts[0].id))).toBeNull();
});

test('the code of a drill of the town hall is genuine for everybody, and leads to it only those who work there', async ({
  app,
  town,
}) => {
  const { incident } = await sendDrill(app, town, warner, {}, { audience: 'STAFF' });
  const code = codeOf(app, incident.alerts[0].id);
  expect(await check(app, town, code)).toMatchObject({ status: 'EXERCISE', incident: null });
  expect(await check(app, town, code, town, warner)).toMatchObject({ incident: { id: incident.id } });
});

test('one network may check 300 codes in 15 minutes, others then still can', async ({ app, town }) => {
  const ask = (ip: string) => {
    const caller = { ip, address: ip, authorization: undefined, cookie: () => undefined };
    return checkAlert(
      Object.assign(forkContext(app.services, anonymous), { caller }),
      town.municipalityId,
      '0000-0001',
    );
  };
  for (let n = 0; n < 300; n += 1) expect(await ask('192.0.2.1')).toBeNull();
  await expect(ask('192.0.2.1')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(await ask('192.0.2.2')).toBeNull();
});

const nobody: Identified = {};
const codeOf = (app: TestServer, alertId: string): string =>
  checkCodeOf(app.services.secret, readGlobalId(alertId)?.id ?? '');

async function check(app: TestServer, town: Place, code: string, { municipalityId } = town, who = nobody) {
  const query = `query($id: ID!, $code: String!) { checkAlert(municipalityId: $id, code: $code) {
    municipality { id } sender sentAt kind status msgType level isNewest state texts { headline } incident { id } } }`;
  return (await askData(app.port, who, query, { id: toGlobalId('Municipality', municipalityId), code })).checkAlert;
}
