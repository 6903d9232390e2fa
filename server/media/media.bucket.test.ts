import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { enqueue } from '../kernel/jobs.ts';
import { type TestBucket, startBucket } from '../testing/bucket.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { askData, identify } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { givenPhoto, makePicture, upload } from '../testing/photos.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { Photo } from './media.entity.ts';
import { dropOrphan } from './media.events.ts';

let app: TestServer;
let bucket: TestBucket;
let place: Place;
let citizen: Somebody;

beforeAll(async () => {
  bucket = await startBucket();
  // A server of its own: its files are in a bucket.
  app = await startTestServer({ bucket: bucket.settings });
  place = await givenPlace(app);
  citizen = await givenPerson(app, place);
});
afterAll(async () => {
  await app.stop();
  bucket.stop();
});

test('photos lie in the bucket and are shown from there; while it is away people are told to try again', async () => {
  const before = new Set(bucket.objects.keys());
  const photoId = await givenPhoto(app, place, citizen);
  expect([...bucket.objects.keys()].filter((key) => !before.has(key)).sort()).toEqual(
    ['large', 'small'].map((size) => `town/${idOf('Photo', photoId)}-${size}.webp`),
  );
  const { reference } = await givenIssue(app, place, citizen, { photoIds: [photoId] });
  const read = 'query($a: String!, $r: String!) { issue(ags: $a, reference: $r) { photos { large { url } } } }';
  const { issue } = await askData(app.port, citizen, read, { a: place.ags, r: reference });
  const url = `http://127.0.0.1:${app.port}${String(issue.photos[0].large.url)}`;
  const look = () => fetch(url, { headers: identify(citizen) });
  expect((await look()).status).toBe(200);
  bucket.trouble('slow down');
  const away = await look();
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
  expect((await look()).status).toBe(200);
});

test('an upload that fails half way is refused, may be sent again, and leaves nothing behind', async () => {
  const before = new Set(bucket.objects.keys());
  const known = await app.services.em.fork().find(Photo, {});
  bucket.trouble('none');
  bucket.trouble('error');
  const failed = await upload(app.port, citizen, place.ags, await makePicture());
  expect([failed.status, failed.code]).toEqual([503, 'UNAVAILABLE']);
  const [orphan, ...others] = await app.services.em.fork().find(Photo, { id: { $nin: known.map(({ id }) => id) } });
  expect(others).toEqual([]);
  expect([...bucket.objects.keys()].sort()).toEqual([...before].sort()); // the first of the two files is gone too
  // The bucket is still unavailable when the job runs, so the job is retried.
  bucket.trouble('error');
  await write(forkContext(app.services, system), (tx) => enqueue(tx, dropOrphan, { photoId: orphan?.id ?? '' }));
  await vi.waitUntil(async () => (await app.services.em.fork().count(Photo, { id: orphan?.id ?? '' })) === 0, {
    timeout: 20_000,
    interval: 50,
  });
  await vi.waitUntil(() => [...bucket.objects.keys()].every((key) => before.has(key)), {
    timeout: 30_000,
    interval: 50,
  });
  const again = await upload(app.port, citizen, place.ags, await makePicture());
  expect(again.status).toBe(201);
}, 60_000);
