import { expect } from 'vitest';
import { decide, sendDrill, sendDisruption, sendWarning } from '../../testing/alerts.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { readPages } from '../../testing/pdf.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let place: Place;
let admin: Somebody;
let warner: Somebody;
let second: Somebody;
test.beforeEach(async ({ app }) => {
  place = await givenPlace(app, 'Leitstadt');
  admin = await givenStaff(app, place);
  warner = await givenStaff(app, place, 'WARNER');
  second = await givenStaff(app, place, 'WARNER');
});

test('admins set number and address, warners read them; bad input is refused with its code', async ({ app }) => {
  expect((await askData(app.port, warner, read, { id: town() })).node).toEqual({ controlCentre: null });
  const refused = async (input: object) =>
    (await setCentre(app, admin, input)).userErrors.map(({ code }: Data) => code);
  expect(await refused({ phone: '' })).toContain('TOO_SHORT');
  expect(await refused({ phone: 'anrufen' })).toEqual(['BAD_NUMBER']);
  expect(await refused({ phone: '02631 112', email: 'nirgends' })).toEqual(['BAD_EMAIL']);
  const controlCentre = { phone: '02631 345-0', email: address };
  expect(await setCentre(app, admin, controlCentre)).toEqual({ controlCentre, userErrors: [] });
  expect((await askData(app.port, warner, read, { id: town() })).node).toEqual({ controlCentre });
  for (const who of [warner, await givenPerson(app, place)]) {
    await expect(setCentre(app, who, controlCentre)).rejects.toThrow('FORBIDDEN');
  }
  const citizen = await ask(app.port, await givenPerson(app, place), read, { id: town() });
  expect(JSON.stringify(citizen.errors)).toContain('FORBIDDEN');
  expect(JSON.stringify(citizen.data)).not.toContain('345');
});

test('a real warning is told to the control centre by mail and PDF; drills and disruptions are not', async ({
  app,
  mail,
}) => {
  await setCentre(app, admin, { phone: '02631 345-0', email: address });
  await sendDrill(app, place, warner);
  await sendDisruption(app, place, warner, {
    severity: 'MINOR',
    slots: [
      { name: 'STREET', value: 'Vogtsgasse' },
      { name: 'TIME', value: '18:00' },
    ],
  });
  const { incident } = await sendWarning(app, place, warner);
  const alert = incident.waitingAlerts[0];
  const file = `http://127.0.0.1:${app.port}/cap/${place.ags}/urn:uuid:${idOf('Alert', alert.id)}.pdf`;
  expect((await fetch(file)).status).toBe(404);
  await decide(app, second, 'approveAlert', 'ApproveAlertInput', { alertId: alert.id, contentHash: alert.contentHash });
  const received = await mail.next(address);
  expect(received.headers.get('subject')).toBe('Stadt Leitstadt: Hochwasser in Altstadt');
  expect(received.text).toContain('Nur Sie lösen Sirenen, MoWaS und Cell Broadcast aus.');
  expect(received.text).toContain('1. Gehen Sie nicht in Keller und Tiefgaragen.');
  expect(received.text).toContain(`urn:uuid:${idOf('Alert', alert.id)}.pdf`);
  const response = await fetch(file);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const text = readPages(Buffer.from(await response.arrayBuffer())).join(' ');
  for (const part of ['Hochwasser in Altstadt', '3 von 4', 'Nur sie löst Sirenen, MoWaS und Cell Broadcast aus']) {
    expect(text).toContain(part);
  }
});

const address = 'leitstelle@kreis.example';
const town = (): string => toGlobalId('Municipality', place.municipalityId);
const set = `mutation($input: SetControlCentreInput!) { it: setControlCentre(input: $input) {
  controlCentre { phone email } userErrors { code path } } }`;
const setCentre = async (app: TestServer, who: Identified, input: object): Promise<Data> =>
  (await askData(app.port, who, set, { input: { municipalityId: town(), ...input } })).it;
const read = 'query($id: ID!) { node(id: $id) { ... on Municipality { controlCentre { phone email } } } }';
