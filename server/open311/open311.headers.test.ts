import { expect } from 'vitest';
import { givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data, identify } from '../testing/client.ts';
import { givenCategory, givenIssue } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { getOpen311, postOpen311 } from '../testing/open311.ts';
import { test } from '../testing/fixtures.ts';

let clerk: Somebody;
let key: string;

test.beforeAll(async ({ app, town: place }) => {
  clerk = await givenStaff(app, place);
  await givenCategory(app, place, 'DEFECT', { variants: [{ locale: 'en', name: 'Road' }] });
  ({ key } = await givenKey(app, place, ['issues:read', 'issues:write']));
});

test('pages of every origin may ask, with a key too, and read what is wrong; a session is neither used nor read', async ({
  app,
  town: place,
  citizen,
}) => {
  const { id, reference } = await givenIssue(app, place, citizen, {
    text: 'Nur der Melder und das Rathaus lesen das.',
  });
  const permission = (answer: { headers: Headers }) => answer.headers.get('access-control-allow-origin');
  const open = [
    'discovery.json',
    'services.xml',
    'requests.xml',
    'requests/M-999999.json',
    'servicerequestupdates.xml',
  ];
  for (const path of [...open, 'nothing.xml', 'nothing', 'requests.html']) {
    for (const apiKey of ['', key, 'nonsense']) {
      const answer = await getOpen311(app, path, { ...town(place), api_key: apiKey });
      expect([path, permission(answer)]).toEqual([path, '*']);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  }
  expect(permission(await postOpen311(app, {}))).toBe('*');
  const url = `http://127.0.0.1:${app.port}/open311/v2/requests.json`;
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: { origin: 'https://map.example', 'access-control-request-method': 'POST' },
  });
  expect([preflight.status, permission(preflight)]).toEqual([204, '*']);
  expect(preflight.headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type, Idempotency-Key');
  expect((await fetch(url, { method: 'PUT' })).headers.get('access-control-allow-origin')).toBe('*');
  const session = identify(citizen);
  const own = await getOpen311(app, `requests/${reference}.json`, town(place), session);
  expect([own.status, permission(own)]).toEqual([404, null]);
  await askData(app.port, clerk, show, { id, to: true });
  const shown = await getOpen311(app, `requests/${reference}.json`, town(place), session);
  expect([shown.status, permission(shown), shown.headers.get('set-cookie')]).toEqual([200, null, null]);
});

test('an answer names what it depends on, and what a key reads is kept by no cache', async ({ app, town: place }) => {
  for (const path of ['services', 'requests', 'servicerequestupdates', 'requests/M-999999']) {
    const open = await getOpen311(app, `${path}.json`, town(place));
    expect([path, open.headers.get('vary')]).toEqual([path, 'Cookie, Accept-Language, Authorization']);
    const keyed = await getOpen311(app, `${path}.json`, town(place), { authorization: `Bearer ${key}` });
    expect([path, keyed.headers.get('cache-control')]).toEqual([path, 'no-store']);
  }
  const english = await getOpen311(app, 'services.json', town(place), { 'accept-language': 'en' });
  const german = await getOpen311(app, 'services.json', town(place), { 'accept-language': 'de' });
  expect(english.body[0].description).not.toBe(german.body[0].description);
  const names = ({ body }: typeof english): string[] => body.map((one: Data) => one.service_name);
  expect(names(english)).toContain('Road');
  expect(names(german)).not.toContain('Road');
});

const town = (place: Place): Record<string, string> => ({ jurisdiction_id: place.ags });
const show = `mutation($id: ID!, $to: Boolean!) { setIssueVisibility(input: { issueId: $id, isPublic: $to }) { userErrors { code } } }`;
