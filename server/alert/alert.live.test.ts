import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../web/gql/persisted-documents.json' with { type: 'json' };
import { toGlobalId } from '../kernel/ids.ts';
import { alertInput, decide, sendWarning } from '../testing/alerts.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { connect, watch } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let warner: Somebody;
let readers: readonly Somebody[];
let incidentId: string;
beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  warner = await givenStaff(app, place, 'WARNER');
  readers = await givenPeople(app, place, 20);
  const { incident } = await sendWarning(app, place, warner, { severity: 'MODERATE' });
  incidentId = incident.id;
});
afterAll(() => app.stop());

/** Text of a subscription of the web app. */
function subscriptionNamed(name: string): string {
  const text = Object.values(manifest).find((one) => new RegExp(`^subscription ${name}\\b`, 'm').test(one));
  if (text === undefined) throw new Error(`The web app has no subscription ${name}.`);
  return text;
}

/** Executions of a subscription of the web app per update of the warning, with twenty readers. */
async function countExecutions(name: string, variables: Record<string, string>): Promise<number> {
  const clients = readers.map((reader) => connect(app.port, reader));
  const streams = clients.map((client) => watch(client, subscriptionNamed(name), variables));
  await Promise.all(streams.map((stream) => stream.until(() => true)));
  const before = app.multicast!.stats.executions;
  const headline = `Stand ${randomUUID()}`;
  const texts = [{ locale: 'de', headline, description: 'Es steigt.', instructions: ['Gehen Sie nach oben.'] }];
  const { userErrors } = await decide(app, warner, 'updateIncident', 'UpdateIncidentInput', {
    incidentId,
    alert: alertInput({ severity: 'MODERATE', texts }),
    isCorrection: false,
    idempotencyKey: randomUUID(),
  });
  expect(userErrors).toEqual([]);
  await Promise.all(streams.map((stream) => stream.until(({ data }) => JSON.stringify(data).includes(headline))));
  const executions = app.multicast!.stats.executions - before;
  await Promise.all(clients.map((client) => client.dispose()));
  return executions;
}

test('an update of a warning costs one execution for all open pages of the town', async () => {
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  expect(await countExecutions('AlertsLive', { municipalityId })).toBe(1);
});

test('an update of a warning costs one execution for all readers of its page', async () => {
  expect(await countExecutions('IncidentLive', { incidentId })).toBe(1);
});

test('control: a document with a field about the viewer is executed for each reader', async () => {
  expect(await countExecutions('IncidentDeskLive', { incidentId })).toBeGreaterThanOrEqual(readers.length);
});
