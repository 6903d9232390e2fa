import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import manifest from '../../web/gql/persisted-documents.json' with { type: 'json' };
import { toGlobalId } from '../kernel/ids.ts';
import { alertInput, decide, sendWarning } from '../testing/alerts.ts';
import { givenPeople, givenStaff, type Somebody } from '../testing/builders.ts';
import { connect, watch } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let warner: Somebody;
let readers: readonly Somebody[];
let incidentId: string;
test.beforeAll(async ({ app, town }) => {
  warner = await givenStaff(app, town, 'WARNER');
  readers = await givenPeople(app, town, 20);
  const { incident } = await sendWarning(app, town, warner, { severity: 'MODERATE' });
  incidentId = incident.id;
});

test('an update of a warning costs one execution for all open pages of the town', async ({ app, town }) => {
  const municipalityId = toGlobalId('Municipality', town.municipalityId);
  expect(await countExecutions(app, 'AlertsLive', { municipalityId })).toBe(1);
});

test('an update of a warning costs one execution for all readers of its page', async ({ app }) => {
  expect(await countExecutions(app, 'IncidentLive', { incidentId })).toBe(1);
});

test('control: a document with a field about the viewer is executed for each reader', async ({ app }) => {
  expect(await countExecutions(app, 'IncidentDeskLive', { incidentId })).toBeGreaterThanOrEqual(readers.length);
});

/** Text of a subscription of the web app. */
function subscriptionNamed(name: string): string {
  const text = Object.values(manifest).find((one) => new RegExp(`^subscription ${name}\\b`, 'm').test(one));
  if (text === undefined) throw new Error(`The web app has no subscription ${name}.`);
  return text;
}

/** Executions of a subscription of the web app per update of the warning, with twenty readers. */
async function countExecutions(app: TestServer, name: string, variables: Record<string, string>): Promise<number> {
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
