import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { createDesk } from '../../municipality/municipality.service.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, connect, type Data, type Identified, identify, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenStoredPhoto, givenPhoto } from '../../testing/photos.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let place: Place;
let abroad: Place;
let clerk: Somebody;
let citizen: Somebody;
/** A clerk of another desk. */
let stranger: Somebody;

test.beforeAll(async ({ app }) => {
  [place, abroad] = [await givenPlace(app), await givenPlace(app, 'Anderswo')];
  clerk = await givenStaff(app, place, 'CLERK');
  citizen = await givenPerson(app, place);
  const { id: deskId } = await createDesk(forkContext(app.services, system), place.municipalityId, 'Bauhof');
  stranger = await givenStaff(app, { ...place, deskId }, 'CLERK');
});

test('the desk shows how it looks now: to the reporter at once, to everybody once approved, and everybody who watches hears of it', async ({
  app,
}) => {
  const { id, reference } = await givenIssue(app, place, citizen, {
    photoIds: [await givenPhoto(app, place, citizen)],
  });
  await show(app, id);
  const client = connect(app.port, citizen);
  const stream = watch(client, `subscription($id: ID!) { issue(id: $id) { issue { ${photos} } } }`, { id });
  await stream.until(({ data }) => data?.issue.issue.photos.length === 1);
  const photoId = await givenPhoto(app, place, clerk);
  expect(await add(app, clerk, id, photoId)).toMatchObject({
    photo: { id: photoId, stage: 'AFTER', isApproved: false },
  });
  const { data } = await stream.until((answer) => answer.data?.issue.issue.photos.length === 2);
  const [before, after] = data.issue.issue.photos;
  expect([before.stage, after.stage, after.isApproved]).toEqual(['BEFORE', 'AFTER', false]);
  expect(Date.parse(after.addedAt)).toBeGreaterThanOrEqual(Date.parse(before.addedAt));
  expect(await photosFor(app, {}, reference)).toEqual([]);
  expect([await statusFor(app, citizen, after.large.url), await statusFor(app, {}, after.large.url)]).toEqual([
    200, 404,
  ]);
  const shown = await givenPhoto(app, place, clerk);
  expect(await add(app, clerk, id, shown, { isApproved: true })).toMatchObject({ photo: { isApproved: true } });
  expect((await photosFor(app, {}, reference)).map(({ id: one }: Data) => one)).toEqual([shown]);
  await client.dispose();
});

test('only staff of the desk, only what they sent themselves, only to reports that are on the board', async ({
  app,
}) => {
  const { id, version } = await givenIssue(app, place, citizen);
  const photoId = await givenStoredPhoto(app, place, clerk);
  const key = await givenKey(app, place, ['issues:read', 'issues:write']);
  const others = [{}, citizen, await givenStaff(app, abroad), key, await givenStaff(app, place, 'EDITOR')];
  const answers = await Promise.all(others.map((who) => add(app, who, id, photoId)));
  expect(answers).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  expect(await add(app, stranger, id, photoId)).toBe('WRONG_DESK');
  expect(await add(app, clerk, id, await givenPhoto(app, place, citizen))).toBe('UNKNOWN_PHOTO');
  expect(await add(app, clerk, id, await givenStoredPhoto(app, abroad, clerk))).toBe('UNKNOWN_PHOTO');
  expect(await add(app, clerk, id, photoId)).toMatchObject({ photo: { id: photoId } });
  const complaint = { kind: 'COMPLAINT', categoryId: await givenCategory(app, place, 'COMPLAINT') };
  const closed = await givenIssue(app, place, citizen, complaint);
  const another = await givenStoredPhoto(app, place, clerk);
  expect(await add(app, clerk, closed.id, another, { isApproved: true })).toBe('NEVER_PUBLIC');
  expect(await add(app, clerk, closed.id, another)).toMatchObject({ photo: { isApproved: false } });
  const move = `mutation($input: MoveIssueInput!) { it: moveIssue(input: $input) { userErrors { code } } }`;
  await codeOf(app, citizen, move, { input: { issueId: id, version, to: 'WITHDRAWN' } });
  expect(await add(app, clerk, id, await givenStoredPhoto(app, place, clerk))).toBe('NOT_PUBLISHABLE');
});

test('five of each; the same key again is the same photo; two at once do not become six', async ({ app }) => {
  const own = await Promise.all(Array.from({ length: 5 }, () => givenStoredPhoto(app, place, citizen)));
  const { id } = await givenIssue(app, place, citizen, { photoIds: own });
  expect(await add(app, clerk, id, await givenStoredPhoto(app, place, clerk), { stage: 'BEFORE' })).toBe(
    'TOO_MANY_PHOTOS',
  );
  const [first = '', ...rest] = await Promise.all(Array.from({ length: 6 }, () => givenStoredPhoto(app, place, clerk)));
  const key = { idempotencyKey: randomUUID() };
  for (let n = 0; n < 2; n++) expect(await add(app, clerk, id, first, key)).toMatchObject({ photo: { id: first } });
  expect(await add(app, clerk, id, rest[0] ?? '', key)).toBe('IDEMPOTENCY_KEY_REUSED');
  const answers = await Promise.all(rest.map((photoId) => add(app, clerk, id, photoId)));
  expect(answers.filter((answer) => answer === 'TOO_MANY_PHOTOS')).toHaveLength(1);
  const all: Data[] = answers.flatMap((answer) => answer.issue ?? []);
  expect(Math.max(...all.map((issue) => issue.photos.length))).toBe(10);
});

test('what is taken away is gone for ever, row and files', async ({ app }) => {
  const photoId = await givenStoredPhoto(app, place, citizen);
  const { id, reference } = await givenIssue(app, place, citizen, { photoIds: [photoId] });
  const other = await givenIssue(app, place, citizen);
  const [{ large }] = await photosFor(app, citizen, reference);
  expect(await remove(app, citizen, id, photoId)).toBe('FORBIDDEN');
  expect(await remove(app, stranger, id, photoId)).toBe('WRONG_DESK');
  expect(await remove(app, clerk, other.id, photoId)).toBe('NOT_FOUND');
  expect(await remove(app, clerk, id, photoId)).toMatchObject({ issue: { photos: [] } });
  expect(await remove(app, clerk, id, photoId)).toBe('NOT_FOUND');
  expect(await statusFor(app, clerk, large.url)).toBe(404);
  const file = `${idOf('Photo', photoId)}-large.webp`;
  await vi.waitUntil(async () => (await app.services.files.get(file)) === undefined, { timeout: 20_000, interval: 50 });
});

const photos = 'photos { id stage addedAt isApproved large { url } }';
const codeOf = async (
  app: TestServer,
  who: Identified,
  query: string,
  variables: Record<string, unknown>,
): Promise<Data> => {
  const { data, errors } = await ask(app.port, who, query, variables);
  return errors?.[0]?.extensions?.code ?? data.it.userErrors[0]?.code ?? data.it;
};
const add = (app: TestServer, who: Identified, issueId: string, photoId: string, more: object = {}): Promise<Data> => {
  const query = `mutation($input: AddIssuePhotoInput!) { it: addIssuePhoto(input: $input) {
    issue { id ${photos} } photo { id stage isApproved } userErrors { code path } } }`;
  return codeOf(app, who, query, {
    input: { issueId, photoId, stage: 'AFTER', idempotencyKey: randomUUID(), ...more },
  });
};
const remove = (app: TestServer, who: Identified, issueId: string, photoId: string): Promise<Data> =>
  codeOf(
    app,
    who,
    `mutation($i: ID!, $p: ID!) { it: removeIssuePhoto(input: { issueId: $i, photoId: $p }) { issue { ${photos} } userErrors { code } } }`,
    { i: issueId, p: photoId },
  );
const show = (app: TestServer, id: string) =>
  codeOf(
    app,
    clerk,
    'mutation($id: ID!) { it: setIssueVisibility(input: { issueId: $id, isPublic: true }) { issue { id } userErrors { code } } }',
    { id },
  );
const photosFor = async (app: TestServer, who: Identified, reference: string): Promise<Data> => {
  const query = `query($ags: String!, $reference: String!) { it: issue(ags: $ags, reference: $reference) { ${photos} } }`;
  return (await ask(app.port, who, query, { ags: place.ags, reference })).data.it.photos;
};
const statusFor = async (app: TestServer, who: Identified, url: string) =>
  (await fetch(`http://127.0.0.1:${app.port}${url}`, { headers: identify(who) })).status;
