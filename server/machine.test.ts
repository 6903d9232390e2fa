import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPerson, givenPlace, type Place, type Somebody } from './testing/builders.ts';
import { ask, identify } from './testing/client.ts';
import { makePicture, upload } from './testing/photos.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let app: TestServer;
let place: Place;
let citizen: Somebody;

beforeAll(async () => {
  // A server of its own: a fault makes the whole server read-only.
  app = await startTestServer();
  place = await givenPlace(app);
  citizen = await givenPerson(app, place);
});
afterAll(() => app.stop());

const readiness = async (query = '') => {
  const response = await fetch(`http://127.0.0.1:${app.port}/readyz${query}`);
  return { status: response.status, body: (await response.json()) as object };
};
const signOut = 'mutation { signOut { userErrors { code } } }';

test('during a fault mutations and uploads are UNAVAILABLE, reading goes on, and /readyz names the fault', async () => {
  expect(await readiness()).toMatchObject({ status: 200, body: { status: 'ok', faults: [] } });
  app.services.machine.note(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));

  const named = { status: 'read-only', database: 'ok', faults: [{ fault: 'DISK_FULL' }] };
  expect(await readiness()).toMatchObject({ status: 503, body: named });
  expect(await readiness('?reads')).toMatchObject({ status: 200, body: named });
  const refused = await fetch(`http://127.0.0.1:${app.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...identify(citizen) },
    body: JSON.stringify({ query: signOut }),
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE', retryAfter: 10 } }] });
  const photo = await upload(app.port, citizen, place.ags, await makePicture());
  expect([photo.status, photo.code, photo.retryAfter]).toEqual([503, 'UNAVAILABLE', '10']);
  const ballot = await fetch(`http://127.0.0.1:${app.port}/ballot-box/${place.municipalityId}`, { method: 'POST' });
  expect([ballot.status, ballot.headers.get('retry-after')]).toEqual([503, '10']);
  expect((await ask(app.port, citizen, '{ viewer { id } }')).data?.viewer).not.toBeNull();
});

test('the server says the time of its database', async () => {
  const rows: { ms: number }[] = await app.services.em
    .fork()
    .execute('select extract(epoch from clock_timestamp())::float8 * 1000 as ms');
  expect(Math.abs(app.services.now().getTime() - (rows[0]?.ms ?? 0))).toBeLessThan(5000);
});
