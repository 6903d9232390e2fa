import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { createDesk } from '../../municipality/municipality.service.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, connect, type Data, type Identified, identify, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenStoredPhoto, givenPhoto } from '../../testing/photos.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
let abroad: Place;
let clerk: Somebody;
let citizen: Somebody;
/** A clerk of another desk. */
let stranger: Somebody;

beforeAll(async () => {
  app = await startTestServer();
  [place, abroad] = [await givenPlace(app), await givenPlace(app, 'Anderswo')];
  clerk = await givenStaff(app, place, 'CLERK');
  citizen = await givenPerson(app, place);
  const { id: deskId } = await createDesk(forkContext(app.services, system), place.municipalityId, 'Bauhof');
  stranger = await givenStaff(app, { ...place, deskId }, 'CLERK');
});
afterAll(() => app.stop());

const photos = 'photos { id stage addedAt isApproved large { url } }';
const codeOf = async (who: Identified, query: string, variables: Record<string, unknown>): Promise<Data> => {
  const { data, errors } = await ask(app.port, who, query, variables);
  return errors?.[0]?.extensions?.code ?? data.it.userErrors[0]?.code ?? data.it;
};
const add = (who: Identified, issueId: string, photoId: string, more: object = {}): Promise<Data> => {
  const query = `mutation($input: AddIssuePhotoInput!) { it: addIssuePhoto(input: $input) {
    issue { id ${photos} } photo { id stage isApproved } userErrors { code path } } }`;
  return codeOf(who, query, { input: { issueId, photoId, stage: 'AFTER', idempotencyKey: randomUUID(), ...more } });
};
const remove = (who: Identified, issueId: string, photoId: string): Promise<Data> =>
  codeOf(
    who,
    `mutation($i: ID!, $p: ID!) { it: removeIssuePhoto(input: { issueId: $i, photoId: $p }) { issue { ${photos} } userErrors { code } } }`,
    { i: issueId, p: photoId },
  );
const show = (id: string) =>
  codeOf(
    clerk,
    'mutation($id: ID!) { it: setIssueVisibility(input: { issueId: $id, isPublic: true }) { issue { id } userErrors { code } } }',
    { id },
  );
const photosFor = async (who: Identified, reference: string): Promise<Data> => {
  const query = `query($ags: String!, $reference: String!) { it: issue(ags: $ags, reference: $reference) { ${photos} } }`;
  return (await ask(app.port, who, query, { ags: place.ags, reference })).data.it.photos;
};
const statusFor = async (who: Identified, url: string) =>
  (await fetch(`http://127.0.0.1:${app.port}${url}`, { headers: identify(who) })).status;

test('the desk shows how it looks now: to the reporter at once, to everybody once approved, and everybody who watches hears of it', async () => {
  const { id, reference } = await givenIssue(app, place, citizen, {
    photoIds: [await givenPhoto(app, place, citizen)],
  });
  await show(id);
  const client = connect(app.port, citizen);
  const stream = watch(client, `subscription($id: ID!) { issue(id: $id) { issue { ${photos} } } }`, { id });
  await stream.until(({ data }) => data?.issue.issue.photos.length === 1);
  const photoId = await givenPhoto(app, place, clerk);
  expect(await add(clerk, id, photoId)).toMatchObject({ photo: { id: photoId, stage: 'AFTER', isApproved: false } });
  const { data } = await stream.until((answer) => answer.data?.issue.issue.photos.length === 2);
  const [before, after] = data.issue.issue.photos;
  expect([before.stage, after.stage, after.isApproved]).toEqual(['BEFORE', 'AFTER', false]);
  expect(Date.parse(after.addedAt)).toBeGreaterThanOrEqual(Date.parse(before.addedAt));
  expect(await photosFor({}, reference)).toEqual([]);
  expect([await statusFor(citizen, after.large.url), await statusFor({}, after.large.url)]).toEqual([200, 404]);
  const shown = await givenPhoto(app, place, clerk);
  expect(await add(clerk, id, shown, { isApproved: true })).toMatchObject({ photo: { isApproved: true } });
  expect((await photosFor({}, reference)).map(({ id: one }: Data) => one)).toEqual([shown]);
  await client.dispose();
});

test('only staff of the desk, only what they sent themselves, only to reports that are on the board', async () => {
  const { id, version } = await givenIssue(app, place, citizen);
  const photoId = await givenStoredPhoto(app, place, clerk);
  const key = await givenKey(app, place, ['issues:read', 'issues:write']);
  const others = [{}, citizen, await givenStaff(app, abroad), key, await givenStaff(app, place, 'EDITOR')];
  const answers = await Promise.all(others.map((who) => add(who, id, photoId)));
  expect(answers).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  expect(await add(stranger, id, photoId)).toBe('WRONG_DESK');
  expect(await add(clerk, id, await givenPhoto(app, place, citizen))).toBe('UNKNOWN_PHOTO');
  expect(await add(clerk, id, await givenStoredPhoto(app, abroad, clerk))).toBe('UNKNOWN_PHOTO');
  expect(await add(clerk, id, photoId)).toMatchObject({ photo: { id: photoId } });
  const complaint = { kind: 'COMPLAINT', categoryId: await givenCategory(app, place, 'COMPLAINT') };
  const closed = await givenIssue(app, place, citizen, complaint);
  const another = await givenStoredPhoto(app, place, clerk);
  expect(await add(clerk, closed.id, another, { isApproved: true })).toBe('NEVER_PUBLIC');
  expect(await add(clerk, closed.id, another)).toMatchObject({ photo: { isApproved: false } });
  const move = `mutation($input: MoveIssueInput!) { it: moveIssue(input: $input) { userErrors { code } } }`;
  await codeOf(citizen, move, { input: { issueId: id, version, to: 'WITHDRAWN' } });
  expect(await add(clerk, id, await givenStoredPhoto(app, place, clerk))).toBe('NOT_PUBLISHABLE');
});

test('five of each; the same key again is the same photo; two at once do not become six', async () => {
  const own = await Promise.all(Array.from({ length: 5 }, () => givenStoredPhoto(app, place, citizen)));
  const { id } = await givenIssue(app, place, citizen, { photoIds: own });
  expect(await add(clerk, id, await givenStoredPhoto(app, place, clerk), { stage: 'BEFORE' })).toBe('TOO_MANY_PHOTOS');
  const [first = '', ...rest] = await Promise.all(Array.from({ length: 6 }, () => givenStoredPhoto(app, place, clerk)));
  const key = { idempotencyKey: randomUUID() };
  for (let n = 0; n < 2; n++) expect(await add(clerk, id, first, key)).toMatchObject({ photo: { id: first } });
  expect(await add(clerk, id, rest[0] ?? '', key)).toBe('IDEMPOTENCY_KEY_REUSED');
  const answers = await Promise.all(rest.map((photoId) => add(clerk, id, photoId)));
  expect(answers.filter((answer) => answer === 'TOO_MANY_PHOTOS')).toHaveLength(1);
  const all: Data[] = answers.flatMap((answer) => answer.issue ?? []);
  expect(Math.max(...all.map((issue) => issue.photos.length))).toBe(10);
});

test('what is taken away is gone for ever, row and files', async () => {
  const photoId = await givenStoredPhoto(app, place, citizen);
  const { id, reference } = await givenIssue(app, place, citizen, { photoIds: [photoId] });
  const other = await givenIssue(app, place, citizen);
  const [{ large }] = await photosFor(citizen, reference);
  expect(await remove(citizen, id, photoId)).toBe('FORBIDDEN');
  expect(await remove(stranger, id, photoId)).toBe('WRONG_DESK');
  expect(await remove(clerk, other.id, photoId)).toBe('NOT_FOUND');
  expect(await remove(clerk, id, photoId)).toMatchObject({ issue: { photos: [] } });
  expect(await remove(clerk, id, photoId)).toBe('NOT_FOUND');
  expect(await statusFor(clerk, large.url)).toBe(404);
  const file = `${idOf('Photo', photoId)}-large.webp`;
  await vi.waitUntil(async () => (await app.services.files.get(file)) === undefined, { timeout: 20_000, interval: 50 });
});
