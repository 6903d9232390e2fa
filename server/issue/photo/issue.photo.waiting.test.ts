import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { createDesk } from '../../municipality/municipality.service.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenStoredPhoto } from '../../testing/photos.ts';
import { type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

/** A town of its own for each test, because the list is the town's. */
let place: Place;
let clerk: Somebody;
let citizen: Somebody;

test('photos wait in the order in which they came, until somebody decides; a decision that is taken back returns them', async ({
  app,
}) => {
  await givenTown(app);
  const first = await givenWaiting(app);
  const second = await givenWaiting(app);
  const third = await givenWaiting(app);
  expect(await idsFor(app, clerk)).toEqual([first.photoId, second.photoId, third.photoId]);
  const approved = await judge(app, clerk, 'approvePhoto', { photoId: first.photoId, onlyIfWaiting: true });
  expect(approved.photo).toMatchObject({ isApproved: true, judgedAt: expect.any(String) });
  const hidden = await judge(app, clerk, 'hidePhoto', { photoId: second.photoId, onlyIfWaiting: true });
  expect(hidden.photo).toMatchObject({ isApproved: false, judgedAt: expect.any(String) });
  expect(await idsFor(app, clerk)).toEqual([third.photoId]);
  for (const { id, judgedAt } of [approved.photo, hidden.photo]) {
    const back = await judge(app, clerk, 'hidePhoto', { photoId: id, takesBack: judgedAt });
    expect(back.photo).toEqual({ id, isApproved: false, judgedAt: null });
  }
  expect(await idsFor(app, clerk)).toEqual([first.photoId, second.photoId, third.photoId]);
});

test('a decision on a photo that a colleague judged meanwhile is refused with the photo, and changes nothing', async ({
  app,
}) => {
  await givenTown(app);
  const colleague = await givenStaff(app, place, 'CLERK');
  const { photoId } = await givenWaiting(app);
  const { photo } = await judge(app, colleague, 'approvePhoto', { photoId });
  for (const how of ['approvePhoto', 'hidePhoto'] as const) {
    const answer = await judge(app, clerk, how, { photoId, onlyIfWaiting: true });
    expect([answer.codes, answer.photo]).toEqual([['PHOTO_JUDGED'], photo]);
  }
  const hidden = await judge(app, colleague, 'hidePhoto', { photoId });
  const late = await judge(app, clerk, 'hidePhoto', { photoId, takesBack: '2020-01-01T00:00:00.000Z' });
  expect([late.codes, late.photo]).toEqual([['PHOTO_JUDGED'], hidden.photo]);
  expect(await idsFor(app, clerk)).toEqual([]);
});

test('of two decisions at the same moment one counts', async ({ app }) => {
  await givenTown(app);
  const colleague = await givenStaff(app, place, 'CLERK');
  const { photoId } = await givenWaiting(app);
  const answers = await Promise.all([
    judge(app, clerk, 'approvePhoto', { photoId, onlyIfWaiting: true }),
    judge(app, colleague, 'hidePhoto', { photoId, onlyIfWaiting: true }),
  ]);
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['PHOTO_JUDGED']);
});

test('only clerks and admins of the town see the list; every desk sees it, because every desk may decide', async ({
  app,
  abroad,
}) => {
  await givenTown(app);
  const { photoId } = await givenWaiting(app);
  const { id: deskId } = await createDesk(forkContext(app.services, system), place.municipalityId, 'Bauhof');
  const otherDesk = await givenStaff(app, { ...place, deskId }, 'CLERK');
  const readers = [clerk, otherDesk, await givenStaff(app, place)];
  for (const who of readers) expect(await idsFor(app, who)).toEqual([photoId]);
  const key = await givenKey(app, place, ['issues:read', 'issues:write']);
  const others = [{}, citizen, await givenStaff(app, place, 'EDITOR'), await givenStaff(app, abroad), key];
  const codes = await Promise.all(others.map((who) => listFor(app, who)));
  expect(codes).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'NOT_FOUND', 'FORBIDDEN']);
  expect((await listFor(app, await givenStaff(app, abroad), { ags: abroad.ags })).totalCount).toBe(0);
  const shown = 'query($id: ID!) { node(id: $id) { ... on Photo { judgedAt } } }';
  await judge(app, clerk, 'hidePhoto', { photoId });
  expect((await askData(app.port, citizen, shown, { id: photoId })).node.judgedAt).toBeNull();
});

test('photos of complaints are in nobody’s list; those of reports set aside or withdrawn neither', async ({ app }) => {
  await givenTown(app);
  const admin = await givenStaff(app, place);
  const complaint = { kind: 'COMPLAINT', categoryId: await givenCategory(app, place, 'COMPLAINT') };
  await givenWaiting(app, complaint);
  const aside = await givenWaiting(app);
  const withdrawn = await givenWaiting(app);
  expect(await idsFor(app, admin)).toEqual([aside.photoId, withdrawn.photoId]);
  const flag = `mutation($id: ID!) { flagIssue(input: { issueId: $id, flag: SPAM, reason: "Werbung" }) { userErrors { code } } }`;
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  await askData(app.port, clerk, flag, { id: aside.id });
  await askData(app.port, citizen, move, { input: { issueId: withdrawn.id, version: 1, to: 'WITHDRAWN' } });
  for (const who of [clerk, admin]) expect(await listFor(app, who)).toMatchObject({ totalCount: 0, nodes: [] });
});

test('a page after another, also when its last photo was judged; a cursor of another town is refused', async ({
  app,
  abroad,
}) => {
  await givenTown(app);
  const all = [await givenWaiting(app), await givenWaiting(app), await givenWaiting(app)];
  const begun = await listFor(app, clerk, { first: 2 });
  expect([begun.totalCount, begun.pageInfo.hasNextPage, begun.nodes.length]).toEqual([3, true, 2]);
  expect(begun.nodes[0].issue).toMatchObject({ id: all[0]?.id, reference: all[0]?.reference });
  await judge(app, clerk, 'approvePhoto', { photoId: all[1]?.photoId });
  const rest = await listFor(app, clerk, { first: 2, after: begun.pageInfo.endCursor });
  expect(rest.nodes.map(({ photo }: Data) => photo.id)).toEqual([all[2]?.photoId]);
  const stranger = await givenStaff(app, abroad);
  expect(await listFor(app, stranger, { ags: abroad.ags, after: begun.pageInfo.endCursor })).toBe('BAD_CURSOR');
});

test('the list costs as many statements with twelve photos as with two', async ({ app }) => {
  await givenTown(app);
  const citizens = await givenPeople(app, place, 12);
  for (const who of citizens.slice(0, 2)) await givenWaiting(app, {}, who);
  const read = async (): Promise<[number, number]> => {
    let photos = 0;
    const statements = await statementsOf(app, async () => (photos = (await listFor(app, clerk)).nodes.length));
    return [photos, statements.length];
  };
  await read();
  const [few, fewStatements] = await read();
  for (const who of citizens.slice(2)) await givenWaiting(app, {}, who);
  const [many, manyStatements] = await read();
  console.log(`statements of waiting photos: ${fewStatements} with ${few}, ${manyStatements} with ${many}`);
  expect([few, many, manyStatements]).toEqual([2, 12, fewStatements]);
});

async function givenTown(app: TestServer): Promise<void> {
  place = await givenPlace(app);
  [clerk, citizen] = [await givenStaff(app, place, 'CLERK'), await givenPerson(app, place)];
}

interface Waiting extends GivenIssue {
  readonly photoId: string;
}
async function givenWaiting(app: TestServer, more: object = {}, who = citizen): Promise<Waiting> {
  const photoId = await givenStoredPhoto(app, place, who);
  return { ...(await givenIssue(app, place, who, { photoIds: [photoId], ...more })), photoId };
}

const page = `query($ags: String!, $first: Int!, $after: PageCursor) { municipality(ags: $ags) {
  it: waitingPhotos(first: $first, after: $after) { totalCount
    nodes { photo { id alt judgedAt isApproved large { url } } issue { id reference text category { name } place { address } } }
    pageInfo { hasNextPage endCursor } } } }`;
const listFor = async (
  app: TestServer,
  who: Identified,
  { first = 50, after = null, ags = place.ags }: Data = {},
): Promise<Data> => {
  const { data, errors } = await ask(app.port, who, page, { ags, first, after });
  return errors?.[0]?.extensions?.code ?? data.municipality.it;
};
const idsFor = async (app: TestServer, who: Identified): Promise<string[]> =>
  (await listFor(app, who)).nodes.map(({ photo }: Data) => photo.id);

const judge = async (
  app: TestServer,
  who: Identified,
  how: 'approvePhoto' | 'hidePhoto',
  input: object,
): Promise<Data> => {
  const type = how === 'approvePhoto' ? 'ApprovePhotoInput' : 'HidePhotoInput';
  const query = `mutation($input: ${type}!) { it: ${how}(input: $input) {
    photo { id isApproved judgedAt } userErrors { code } } }`;
  const { it } = await askData(app.port, who, query, { input });
  return { ...it, codes: it.userErrors.map(({ code }: Data) => code) };
};
