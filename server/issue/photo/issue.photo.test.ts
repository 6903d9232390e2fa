import sharp from 'sharp';
import { expect, vi } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Photo } from '../../media/media.entity.ts';
import { dropOrphan } from '../../media/media.events.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified, identify } from '../../testing/client.ts';
import { givenCategory, givenIssue, reportInput } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenProvenPhoto, givenPhoto, makePicture, upload } from '../../testing/photos.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let citizen: Somebody;
/** Uses a new person for each test, because reports and photos are limited per person and hour. */
test.beforeEach(async ({ app, town: place }) => {
  citizen = await givenPerson(app, place);
});

test('a photo is for its reporter and the town hall; for everybody only once approved and shown, and no longer when hidden', async ({
  app,
  town: place,
  abroad,
  clerk,
}) => {
  const { id, reference } = await givenIssue(app, place, citizen, {
    photoIds: [await givenPhoto(app, place, citizen)],
  });
  const [photo] = await photosFor(app, place, citizen, reference);
  const others: Identified[] = [{}, await givenPerson(app, place), await givenStaff(app, abroad)];
  others.push(await givenKey(app, place, ['issues:read']));
  const seen = async () => Promise.all(others.map((who) => statusFor(app, who, photo.large.url)));
  for (const who of [citizen, clerk]) {
    const answer = await fetchPhoto(app, who, photo.small.url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    const { width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect({ width, height }).toEqual({ width: photo.small.width, height: photo.small.height });
  }
  expect(await seen()).toEqual([404, 404, 404, 404]);
  await askData(app.port, clerk, show, { id, to: true });
  expect(await seen()).toEqual([404, 404, 404, 404]);
  expect(await photosFor(app, place, {}, reference)).toEqual([]);
  expect(await judge(app, clerk, 'approvePhoto', photo.id)).toBe(true);
  expect(await seen()).toEqual([200, 200, 200, 200]);
  expect(await photosFor(app, place, {}, reference)).toMatchObject([{ id: photo.id, isApproved: true }]);
  expect(await judge(app, clerk, 'hidePhoto', photo.id)).toBe(false);
  expect(await seen()).toEqual([404, 404, 404, 404]);
  await judge(app, clerk, 'approvePhoto', photo.id);
  await askData(app.port, clerk, show, { id, to: false });
  expect(await seen()).toEqual([404, 404, 404, 404]);
  for (const path of [
    '/media/x/small.webp',
    photo.small.url.replace('small', 'huge'),
    '/media/..%2F..%2Fpackage.json/small.webp',
  ])
    expect([path, await statusFor(app, clerk, path)]).toEqual([path, 404]);
});

test('pages of other sites may show what everybody may see, and nothing that a session or a proof opens', async ({
  app,
  town: place,
  clerk,
}) => {
  const policyFor = async (who: Identified, url: string) =>
    (await fetchPhoto(app, who, url)).headers.get('cross-origin-resource-policy');
  const { id, reference } = await givenIssue(app, place, citizen, {
    photoIds: [await givenPhoto(app, place, citizen)],
  });
  const [photo] = await photosFor(app, place, citizen, reference);
  expect([await policyFor(citizen, photo.large.url), await policyFor({}, photo.large.url)]).toEqual([
    'same-origin',
    null,
  ]);
  await askData(app.port, clerk, show, { id, to: true });
  await judge(app, clerk, 'approvePhoto', photo.id);
  expect(await policyFor({}, photo.large.url)).toBe('cross-origin');
  expect(await policyFor(clerk, photo.large.url)).toBe('same-origin');
  const made = await reportUnknown(app, place);
  expect(await policyFor({}, made.issue.photos[0].large.url)).toBe('same-origin');
});

test('only staff of the town judge a photo; what is never public has none to approve', async ({
  app,
  town: place,
  abroad,
  clerk,
}) => {
  const { reference } = await givenIssue(app, place, citizen, { photoIds: [await givenPhoto(app, place, citizen)] });
  const [{ id }] = await photosFor(app, place, citizen, reference);
  const key = await givenKey(app, place, ['issues:read', 'issues:write']);
  const others = [{}, citizen, await givenStaff(app, abroad), key];
  for (const how of ['approvePhoto', 'hidePhoto'] as const) {
    const answers = await Promise.all(others.map((who) => judge(app, who, how, id)));
    expect(answers).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  }
  expect(await judge(app, clerk, 'approvePhoto', await givenPhoto(app, place, clerk))).toBe('NOT_FOUND');
  const complaint = { kind: 'COMPLAINT', categoryId: await givenCategory(app, place, 'COMPLAINT') };
  const { issue } = await reportWith(app, place, citizen, [await givenPhoto(app, place, citizen)], complaint);
  expect(await judge(app, clerk, 'approvePhoto', issue.photos[0].id)).toBe('NEVER_PUBLIC');
  for (const how of ['approvePhoto', 'hidePhoto'] as const) await judge(app, clerk, how, id);
  const { municipality } = await askData(
    app.port,
    await givenStaff(app, place),
    `{ municipality(ags: "${place.ags}") { audit(first: 20, topic: ISSUES) { edges { node { kind subject { name } } } } } }`,
  );
  const kinds = municipality.audit.edges.map(({ node }: Data) => node.kind);
  expect(kinds).toContain('PHOTO_APPROVED');
  expect(kinds).toContain('PHOTO_HIDDEN');
});

test('without an account the claim code opens the photos by an address that ends, and nothing else does', async ({
  app,
  town: place,
  clerk,
}) => {
  const made = await reportUnknown(app, place);
  const url: string = made.issue.photos[0].large.url;
  expect(await photosFor(app, place, {}, made.issue.reference)).toBe('NOT_FOUND');
  const [photo] = await photosFor(app, place, {}, made.issue.reference, made.claimCode);
  expect(photo.large.url).toBe(url);
  expect([await statusFor(app, {}, url), await statusFor(app, clerk, url.split('?')[0] ?? '')]).toEqual([200, 200]);
  const until = Number(new URL(url, 'http://x').searchParams.get('until'));
  expect(until - Date.now()).toBeLessThan(2 * 3_600_000 + 1);
  const other = await reportUnknown(app, place);
  const query = url.split('?')[1] ?? '';
  const wrong = [
    url.split('?')[0] ?? '',
    url.replace(/proof=./, 'proof=!'),
    url.replace(/until=\d+/, `until=${until + 3_600_000}`),
    `${String(other.issue.photos[0].large.url).split('?')[0]}?${query}`,
    url.replace(/until=\d+/, 'until=9&until=8'),
  ];
  for (const path of wrong) expect([path, await statusFor(app, {}, path)]).toEqual([path, 404]);
});

test('five photos at most; of whoever reports, of this town, unused, and each once; the words may then be left out', async ({
  app,
  town: place,
  abroad,
}) => {
  const own = await Promise.all(Array.from({ length: 6 }, () => givenPhoto(app, place, citizen)));
  const refused = async (who: Identified, ids: readonly string[], more: object = {}) =>
    (await reportWith(app, place, who, ids, more)).userErrors[0]?.code ?? 'taken';
  const stranger = await givenPerson(app, place);
  const [elsewhere, byOther] = await Promise.all([givenPhoto(app, abroad, citizen), givenPhoto(app, place, stranger)]);
  expect(await refused(citizen, own)).toBe('TOO_MANY_PHOTOS');
  expect(await refused(citizen, [byOther])).toBe('UNKNOWN_PHOTO');
  expect(await refused({}, [byOther])).toBe('UNKNOWN_PHOTO');
  expect(await refused(citizen, [elsewhere])).toBe('UNKNOWN_PHOTO');
  expect(await refused(citizen, [own[0] ?? '', own[0] ?? ''])).toBe('UNKNOWN_PHOTO');
  expect(await refused(citizen, [toNonsense(own[0] ?? '')])).toBe('UNKNOWN_PHOTO');
  expect(await refused(citizen, [], { text: '' })).toBe('TOO_SHORT');
  const done = await reportWith(app, place, citizen, own.slice(0, 5), { text: '' });
  expect(done.issue.photos.map(({ id }: Data) => id)).toEqual(own.slice(0, 5));
  expect(await refused(citizen, [own[0] ?? ''])).toBe('UNKNOWN_PHOTO');
  const key = await givenKey(app, place, ['issues:write']);
  const other = await givenKey(app, place, ['issues:write']);
  const byKey = await givenPhoto(app, place, key);
  expect([await refused(other, [byKey]), await refused(citizen, [byKey])]).toEqual(['UNKNOWN_PHOTO', 'UNKNOWN_PHOTO']);
  expect(await refused(key, [byKey])).toBe('taken');
});

test('a key that reads the board sees an approved photo while its report is public, as object and as file', async ({
  app,
  town: place,
  clerk,
}) => {
  const { id, reference } = await givenIssue(app, place, citizen, {
    photoIds: [await givenPhoto(app, place, citizen)],
  });
  const [photo] = await photosFor(app, place, clerk, reference);
  const key = await givenKey(app, place, ['issues:read']);
  const byId = 'query($id: ID!) { node(id: $id) { id } }';
  const seen = async (): Promise<unknown[]> => {
    const { data, errors } = await ask(app.port, key, byId, { id: photo.id });
    const list: Data = await photosFor(app, place, key, reference);
    return [await statusFor(app, key, photo.large.url), errors?.[0]?.extensions?.code ?? data.node.id, list.length];
  };
  await askData(app.port, clerk, show, { id, to: true });
  await judge(app, clerk, 'approvePhoto', photo.id);
  expect(await seen()).toEqual([200, photo.id, 1]);
  await askData(app.port, clerk, show, { id, to: false });
  expect(await seen()).toEqual([404, 'NOT_FOUND', 0]);
});

const toNonsense = (id: string): string => `${id}x`;

test('a refused report leaves its photos to be sent with the next try', async ({ app, town: place }) => {
  const photoId = await givenPhoto(app, place, citizen);
  const outside = await reportWith(app, place, citizen, [photoId], { point: { lat: 51.6, lon: 7.2 } });
  expect(outside.userErrors[0].code).toBe('OUTSIDE_MUNICIPALITY');
  expect((await reportWith(app, place, citizen, [photoId])).userErrors).toEqual([]);
});

const filesOf = async (app: TestServer, photoId: string) => {
  const { files } = app.services;
  const sizes = await Promise.all(
    ['small', 'large'].map((size) => files.get(`${idOf('Photo', photoId)}-${size}.webp`)),
  );
  return sizes.filter((bytes) => bytes !== undefined).length;
};
const rowsOf = (app: TestServer, photoId: string) =>
  app.services.em.fork().count(Photo, { id: idOf('Photo', photoId) });

test('what is taken back takes its photos along: row and files', async ({ app, town: place, clerk }) => {
  const photoId = await givenPhoto(app, place, citizen);
  const { id: issueId, reference } = await givenIssue(app, place, citizen, { photoIds: [photoId] });
  const [{ large }] = await photosFor(app, place, citizen, reference);
  expect(await filesOf(app, photoId)).toBe(2);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const input = { issueId, version: 1, to: 'WITHDRAWN' };
  expect((await askData(app.port, citizen, move, { input })).moveIssue.userErrors).toEqual([]);
  expect(await photosFor(app, place, clerk, reference)).toEqual([]);
  expect([await statusFor(app, citizen, large.url), await rowsOf(app, photoId)]).toEqual([404, 0]);
  await vi.waitUntil(async () => (await filesOf(app, photoId)) === 0, { timeout: 20_000, interval: 50 });
});

test('what nobody used is dropped after a day; what was used stays', async ({ app, town: place }) => {
  const alt = { 'apollo-require-preflight': 'true', 'photo-alt': encodeURIComponent('Schlagloch vor Nr. 3 – tief') };
  const { id: kept } = await upload(app.port, citizen, place.ags, await makePicture(), alt);
  const orphan = await givenPhoto(app, place, citizen);
  const { reference } = await givenIssue(app, place, citizen, { photoIds: [kept] });
  expect((await photosFor(app, place, citizen, reference))[0].alt).toBe('Schlagloch vor Nr. 3 – tief');
  const jobs: { data: { photoId: string }; start_after: Date }[] = await app.services.em
    .fork()
    .execute(`select data, start_after from jobs.job where name = '${dropOrphan.name}'`);
  const due = jobs.find(({ data }) => data.photoId === idOf('Photo', orphan));
  expect(Math.abs(new Date(due?.start_after ?? 0).getTime() - Date.now() - 86_400_000)).toBeLessThan(120_000);
  // Runs the same job now.
  await write(forkContext(app.services, system), async (tx) => {
    for (const id of [kept, orphan]) await enqueue(tx, dropOrphan, { photoId: idOf('Photo', id) });
  });
  await vi.waitUntil(async () => (await filesOf(app, orphan)) === 0, { timeout: 20_000, interval: 50 });
  expect([await rowsOf(app, orphan), await rowsOf(app, kept), await filesOf(app, kept)]).toEqual([0, 1, 2]);
});

test('what stands beside a photo is told to others like the text: without addresses and numbers', async ({
  app,
  town: place,
  clerk,
}) => {
  const alt = 'Loch vor Nr. 3, Anruf: 02224 123456';
  const { issue } = await reportWith(app, place, citizen, [await givenPhoto(app, place, citizen, alt)]);
  await askData(app.port, clerk, show, { id: issue.id, to: true });
  expect(await judge(app, clerk, 'approvePhoto', issue.photos[0].id)).toBe(true);
  const told = async (who: Identified): Promise<string> => (await photosFor(app, place, who, issue.reference))[0].alt;
  expect([await told(citizen), await told(clerk), await told({})]).toEqual([alt, alt, 'Loch vor Nr. 3, Anruf: […]']);
  const byId = 'query($id: ID!) { node(id: $id) { ... on Photo { alt stage isApproved } } }';
  const found = async (who: Identified): Promise<Data> =>
    (await askData(app.port, who, byId, { id: issue.photos[0].id })).node;
  const photo = { alt, stage: 'BEFORE', isApproved: true };
  expect(await found(citizen)).toEqual(photo);
  expect(await found({})).toEqual({ ...photo, alt: 'Loch vor Nr. 3, Anruf: […]' });
});

test('where reports are switched off no address opens a photo, whatever it proves', async ({ app }) => {
  const town = await givenPlace(app);
  const photo = await givenProvenPhoto(app, town);
  const input = reportInput(town, await givenCategory(app, town), { ...photo });
  const { reportIssue } = await askData(app.port, {}, report, { input });
  const { url } = reportIssue.issue.photos[0].large;
  expect([url.includes('proof='), await statusFor(app, {}, url)]).toEqual([true, 200]);
  const off =
    'mutation($id: ID!) { setModules(input: { municipalityId: $id, modules: [POSTS] }) { userErrors { code } } }';
  await askData(app.port, await givenStaff(app, town), off, { id: toGlobalId('Municipality', town.municipalityId) });
  expect(await statusFor(app, {}, url)).toBe(404);
});

const photos = 'photos { id alt isApproved small { url width height } large { url width height } }';
const read = `query($ags: String!, $reference: String!, $claimCode: String) {
  issue(ags: $ags, reference: $reference, claimCode: $claimCode) { id version text ${photos} } }`;
const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference version status ${photos} } claimCode userErrors { code path } } }`;
const show =
  'mutation($id: ID!, $to: Boolean!) { setIssueVisibility(input: { issueId: $id, isPublic: $to }) { userErrors { code } } }';

async function photosFor(
  app: TestServer,
  place: Place,
  who: Identified,
  reference: string,
  claimCode: string | null = null,
): Promise<Data> {
  const { data, errors } = await ask(app.port, who, read, { ags: place.ags, reference, claimCode });
  return errors?.[0]?.extensions?.code ?? data.issue.photos;
}
const judge = async (
  app: TestServer,
  who: Identified,
  how: 'approvePhoto' | 'hidePhoto',
  id: string,
): Promise<Data> => {
  const query = `mutation($id: ID!) { done: ${how}(input: { photoId: $id }) { photo { isApproved } userErrors { code } } }`;
  const { data, errors } = await ask(app.port, who, query, { id });
  return errors?.[0]?.extensions?.code ?? data.done.userErrors[0]?.code ?? data.done.photo.isApproved;
};
const fetchPhoto = (app: TestServer, who: Identified, url: string) =>
  fetch(`http://127.0.0.1:${app.port}${url}`, { headers: identify(who) });
const statusFor = async (app: TestServer, who: Identified, url: string) => (await fetchPhoto(app, who, url)).status;
const reportWith = async (
  app: TestServer,
  place: Place,
  who: Identified,
  photoIds: readonly string[],
  more: object = {},
): Promise<Data> => {
  const input = reportInput(place, await givenCategory(app, place), { photoIds, ...more });
  return (await askData(app.port, who, report, { input })).reportIssue;
};

/** Report with a photo, both without an account. */
const reportUnknown = async (app: TestServer, place: Place): Promise<Data> => {
  const { photoIds, photoProofs } = await givenProvenPhoto(app, place);
  return reportWith(app, place, {}, photoIds, { photoProofs });
};
