import { expect } from 'vitest';
import { decide, sendDisruption, sendDrill, sendWarning } from '../../testing/alerts.ts';
import { type Place } from '../../testing/builders.ts';
import { askData, type Identified } from '../../testing/client.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('clerks of a desk report, prolong and end disruptions once an admin allows it, and never warnings', async ({
  app,
  town,
  admin,
  clerk,
}) => {
  expect(await sends(app, town, clerk)).toBe(false);
  await expect(sendDisruption(app, town, clerk)).rejects.toThrow('FORBIDDEN');
  await expect(set(app, town, clerk, true)).rejects.toThrow('FORBIDDEN');
  expect((await set(app, town, admin, true)).it).toEqual({ desk: { maySendDisruptions: true }, userErrors: [] });
  expect(await sends(app, town, clerk)).toBe(true);
  expect(await sends(app, town, admin)).toBe(false);

  const { incident, userErrors } = await sendDisruption(app, town, clerk);
  expect(userErrors).toEqual([]);
  const prepared =
    'query($id: ID!) { node(id: $id) { ... on Incident { preparedEnd(isFalseAlarm: false) { locale } } } }';
  expect((await askData(app.port, clerk, prepared, { id: incident.id })).node.preparedEnd).toHaveLength(3);
  const end = { incidentId: incident.id, isFalseAlarm: false, idempotencyKey: crypto.randomUUID() };
  expect((await decide(app, clerk, 'endIncident', 'EndIncidentInput', end)).userErrors).toEqual([]);

  await expect(sendWarning(app, town, clerk)).rejects.toThrow('FORBIDDEN');
  await expect(sendDrill(app, town, clerk)).rejects.toThrow('FORBIDDEN');
  await set(app, town, admin, false);
  await expect(sendDisruption(app, town, clerk)).rejects.toThrow('FORBIDDEN');
});

const set = (app: TestServer, town: Place, who: Identified, maySendDisruptions: boolean) =>
  askData(
    app.port,
    who,
    `mutation($input: SetDeskDisruptionsInput!) {
      it: setDeskDisruptions(input: $input) { desk { maySendDisruptions } userErrors { code } } }`,
    { input: { deskId: toGlobalId('Desk', town.deskId), maySendDisruptions } },
  );
const sends = async (app: TestServer, town: Place, who: Identified): Promise<boolean> => {
  const query = 'query($id: ID!) { node(id: $id) { ... on Municipality { viewerSendsDisruptions } } }';
  const { node } = await askData(app.port, who, query, { id: toGlobalId('Municipality', town.municipalityId) });
  return node.viewerSendsDisruptions;
};
