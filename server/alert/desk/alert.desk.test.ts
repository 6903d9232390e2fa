import { afterAll, beforeAll, expect, test } from 'vitest';
import { decide, sendDisruption, sendDrill, sendWarning } from '../../testing/alerts.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Identified } from '../../testing/client.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
let clerk: Somebody;
beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  clerk = await givenStaff(app, place, 'CLERK');
});
afterAll(() => app.stop());

const set = (who: Identified, maySendDisruptions: boolean) =>
  askData(
    app.port,
    who,
    `mutation($input: SetDeskDisruptionsInput!) {
      it: setDeskDisruptions(input: $input) { desk { maySendDisruptions } userErrors { code } } }`,
    { input: { deskId: toGlobalId('Desk', place.deskId), maySendDisruptions } },
  );
const sends = async (who: Identified): Promise<boolean> => {
  const query = 'query($id: ID!) { node(id: $id) { ... on Municipality { viewerSendsDisruptions } } }';
  const { node } = await askData(app.port, who, query, { id: toGlobalId('Municipality', place.municipalityId) });
  return node.viewerSendsDisruptions;
};

test('clerks of a desk report, prolong and end disruptions once an admin allows it, and never warnings', async () => {
  expect(await sends(clerk)).toBe(false);
  await expect(sendDisruption(app, place, clerk)).rejects.toThrow('FORBIDDEN');
  await expect(set(clerk, true)).rejects.toThrow('FORBIDDEN');
  expect((await set(admin, true)).it).toEqual({ desk: { maySendDisruptions: true }, userErrors: [] });
  expect(await sends(clerk)).toBe(true);
  expect(await sends(admin)).toBe(false);

  const { incident, userErrors } = await sendDisruption(app, place, clerk);
  expect(userErrors).toEqual([]);
  const prepared =
    'query($id: ID!) { node(id: $id) { ... on Incident { preparedEnd(isFalseAlarm: false) { locale } } } }';
  expect((await askData(app.port, clerk, prepared, { id: incident.id })).node.preparedEnd).toHaveLength(3);
  const end = { incidentId: incident.id, isFalseAlarm: false, idempotencyKey: crypto.randomUUID() };
  expect((await decide(app, clerk, 'endIncident', 'EndIncidentInput', end)).userErrors).toEqual([]);

  await expect(sendWarning(app, place, clerk)).rejects.toThrow('FORBIDDEN');
  await expect(sendDrill(app, place, clerk)).rejects.toThrow('FORBIDDEN');
  await set(admin, false);
  await expect(sendDisruption(app, place, clerk)).rejects.toThrow('FORBIDDEN');
});
