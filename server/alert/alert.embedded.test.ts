import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../kernel/config.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { sendDisruption, sendDrill, sendWarning } from '../testing/alerts.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let warner: Somebody;
beforeAll(async () => {
  // A server of its own: it has no features of PostgreSQL.
  app = await startTestServer({ hasPostgresFeatures: false });
  place = await givenPlace(app);
  warner = await givenStaff(app, place, 'WARNER');
});
afterAll(() => app.stop());

test('the embedded database sends no real warnings outside the demo, but drills and disruptions', async () => {
  for (const severity of ['SEVERE', 'MINOR'])
    expect(await sendWarning(app, place, warner, { severity })).toMatchObject({
      incident: null,
      userErrors: [{ code: 'POSTGRES_REQUIRED' }],
    });
  expect(await app.services.em.fork().execute('select from incident')).toEqual([]);
  expect((await sendDrill(app, place, warner)).userErrors).toEqual([]);
  expect((await sendDisruption(app, place, warner)).userErrors).toEqual([]);
  const query = 'query($id: ID!) { node(id: $id) { ... on Municipality { sendsRealWarnings } } }';
  const { node } = await askData(app.port, warner, query, { id: toGlobalId('Municipality', place.municipalityId) });
  expect(node.sendsRealWarnings).toBe(false);
});

test.each([
  ['the demo', {}, true],
  ['an installation on PostgreSQL', { DATABASE_URL: 'postgres://db/x' }, true],
  ['an installation on the embedded database', {}, false],
])('%s', (name, more, has) => {
  const installation = { NODE_ENV: 'production', PUBLIC_URL: 'https://town.example', SMTP_URL: 'smtp://mail.example' };
  const env = name === 'the demo' ? {} : installation;
  expect(readConfig({ ...env, ...more }).hasPostgresFeatures).toBe(has);
});
