import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Person } from '../identity/identity.entity.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../testing/issues.ts';
import { givenPhoto } from '../testing/photos.ts';
import { givenClerkOf, setUp } from '../testing/routing.ts';
import { type TestServer } from '../testing/server.ts';
import { confirmationToken } from './issue.claims.service.ts';
import { test } from '../testing/fixtures.ts';

let admin: Somebody;
/** Clerk of the desk to which every category of the town leads. */
let clerk: Somebody;
/** Clerk of another desk. */
let neighbour: Somebody;
let yard: string;
let town: ReturnType<typeof setUp>;

test.beforeAll(async ({ app, town: place }) => {
  [admin, clerk] = [await givenStaff(app, place), await givenStaff(app, place, 'CLERK')];
  town = setUp(app, place, admin);
  yard = await town.desk('Bauhof');
  neighbour = await givenClerkOf(app, place, yard);
});
const quietly = { tellReporter: false };

test('who stands in for a desk works in its name; others are told which moves are left to them', async ({
  app,
  town: place,
  citizen,
}) => {
  const issue = await givenIssue(app, place, citizen);
  const { issue: assigned } = await move(app, clerk, issue, 1, 'ASSIGNED', quietly);
  expect(assigned.deskMoves).toEqual(assigned.staffMoves);
  expect(codes(await move(app, neighbour, issue, 2, 'IN_PROGRESS', quietly))).toEqual(['WRONG_DESK']);
  const desks = '{ municipality(ags: $ags) { viewerDeputyDesks { name } } }';
  const standsIn = async (who: Identified): Promise<Data> =>
    (await askData(app.port, who, `query($ags: String!) ${desks}`, { ags: place.ags })).municipality.viewerDeputyDesks;
  expect(await standsIn(neighbour)).toEqual([]);
  await town.deputy(home(place), yard);
  expect([await standsIn(neighbour), await standsIn(citizen), await standsIn({})]).toEqual([
    [{ name: 'Bürgerbüro' }],
    [],
    [],
  ]);
  const { issue: begun } = await move(app, neighbour, issue, 2, 'IN_PROGRESS', quietly);
  expect(begun).toMatchObject({ status: 'IN_PROGRESS', desk: { name: 'Bürgerbüro' } });

  const complaint = await givenIssue(app, place, citizen, {
    kind: 'COMPLAINT',
    categoryId: await givenCategory(app, place, 'COMPLAINT'),
  });
  const refused = await ask(
    app.port,
    neighbour,
    'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { id } } }',
    { input: { issueId: complaint.id, version: 1, to: 'TRIAGED' } },
  );
  expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  await town.deputy(home(place), null);
  expect(codes(await move(app, neighbour, issue, 3, 'RESOLVED', quietly))).toEqual(['WRONG_DESK']);
});

test('a clerk takes a report over from another desk with a reason, which history keeps, and works on it', async ({
  app,
  town: place,
  citizen,
}) => {
  const issue = await givenIssue(app, place, citizen);
  await move(app, clerk, issue, 1, 'ASSIGNED', quietly);
  const deskId = yard;
  expect(codes(await reroute(app, neighbour, issue, 2, { deskId, reason: ' ' }))).toEqual(['REASON_REQUIRED']);
  const { issue: taken } = await reroute(app, neighbour, issue, 2, { deskId, reason: 'Wir sind ohnehin dort.' });
  expect(taken).toMatchObject({
    status: 'ASSIGNED',
    desk: { name: 'Bauhof' },
    lastMove: { reroute: { reason: 'Wir sind ohnehin dort.', fromDesk: { name: 'Bürgerbüro' } } },
  });
  expect(codes(await move(app, clerk, issue, 3, 'IN_PROGRESS', quietly))).toEqual(['WRONG_DESK']);
  expect((await move(app, neighbour, issue, 3, 'IN_PROGRESS', quietly)).issue.status).toBe('IN_PROGRESS');
  const { history } = await readAs(app, place, citizen, issue, 'history { to reroute { reason } }');
  expect(JSON.stringify(history)).not.toContain('ohnehin');
});

test('a question is possible before anybody has taken the report; the answer brings it back and the clock runs', async ({
  app,
  town: place,
  mail,
}) => {
  const citizen = await givenPerson(app, place);
  const issue = await givenIssue(app, place, citizen);
  const message = 'Vor welchem Haus?';
  expect(codes(await move(app, neighbour, issue, 1, 'WAITING_ON_REPORTER', { message, ...quietly }))).toEqual([
    'QUESTION_UNTOLD',
  ]);
  const { issue: asked } = await move(app, neighbour, issue, 1, 'WAITING_ON_REPORTER', { message });
  expect(asked).toMatchObject({ status: 'WAITING_ON_REPORTER', canAskReporter: true, clock: { isPaused: true } });
  const { email } = await app.services.em.fork().findOneOrFail(Person, citizen.personId);
  expect((await mail.next(email)).text).toContain(message);
  await comment(app, citizen, issue, 'Vor Nummer 16.');
  const answered = await readAs(app, place, clerk, issue, 'status version clock { isPaused } unanswered { count }');
  expect(answered).toMatchObject({
    status: 'TRIAGED',
    version: 3,
    clock: { isPaused: false },
    unanswered: { count: 1 },
  });
});

test('a question in between keeps the planned day, and to whom the report was passed on', async ({
  app,
  town: place,
  citizen,
}) => {
  const issue = await givenIssue(app, place, citizen);
  const day = '2050-05-02T08:00:00.000Z';
  await move(app, admin, issue, 1, 'ASSIGNED', quietly);
  await move(app, admin, issue, 2, 'SCHEDULED', { scheduledFor: day, ...quietly });
  await move(app, admin, issue, 3, 'WAITING_ON_REPORTER', { message: 'Ist das Tor offen?' });
  await comment(app, citizen, issue, 'Ja.');
  expect((await readAs(app, place, clerk, issue, 'status lastMove { scheduledFor }')).lastMove.scheduledFor).toBe(day);
  await move(app, admin, issue, 5, 'FORWARDED', { addressee: 'Landesbetrieb', ...quietly });
  await move(app, admin, issue, 6, 'WAITING_ON_REPORTER', { message: 'Welche Richtung?' });
  await comment(app, citizen, issue, 'Stadtauswärts.');
  const after = await readAs(app, place, clerk, issue, 'status lastMove { addressee }');
  expect(after).toEqual({ status: 'FORWARDED', lastMove: { addressee: 'Landesbetrieb' } });
});

test('where nobody can be asked the question is refused and no clock stops; a confirmed address can be asked', async ({
  app,
  town: place,
}) => {
  const message = 'Vor welchem Haus?';
  const nobody = await givenIssue(app, place, {});
  const refused = await move(app, clerk, nobody, 1, 'WAITING_ON_REPORTER', { message });
  expect(refused.userErrors).toEqual([{ code: 'NOBODY_TO_ASK', path: ['to'] }]);
  expect(await readAs(app, place, clerk, nobody, 'status version canAskReporter clock { isPaused }')).toEqual({
    status: 'SUBMITTED',
    version: 1,
    canAskReporter: false,
    clock: { isPaused: false },
  });
  const email = `${randomUUID()}@example.org`;
  const written = await givenIssue(app, place, {}, { email });
  expect(codes(await move(app, clerk, written, 1, 'WAITING_ON_REPORTER', { message }))).toEqual(['NOBODY_TO_ASK']);
  const confirm = 'mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) { userErrors { code } } }';
  const token = confirmationToken(app.services, idOf('Issue', written.id));
  await askData(app.port, {}, confirm, { input: { token } });
  expect(codes(await move(app, clerk, written, 1, 'WAITING_ON_REPORTER', { message }))).toEqual([]);
});

test('of two answers on the same state the second is a conflict that names the first, and one mail leaves', async ({
  app,
  town: place,
  mail,
}) => {
  const reporter = await givenPerson(app, place);
  const { email } = await app.services.em.fork().findOneOrFail(Person, reporter.personId);
  const issue = await givenIssue(app, place, reporter);
  const read = { version: 1, lastComment: 0 };
  await comment(app, neighbour, issue, 'Nur für uns.', { reach: 'INTERNAL' });
  expect(codes(await comment(app, clerk, issue, 'Wir kommen am Montag.', read))).toEqual([]);
  const late = await comment(app, neighbour, issue, 'Wir kommen am Freitag.', read);
  expect([codes(late), late.lastComment.text]).toEqual([['CONFLICT'], 'Wir kommen am Montag.']);
  const ended = await move(app, neighbour, issue, 1, 'DECLINED', { reason: 'Nein.', lastComment: 0 });
  expect([codes(ended), ended.lastComment.text]).toEqual([['CONFLICT'], 'Wir kommen am Montag.']);
  expect((await mail.next(email)).text).toContain('Montag');
  expect(codes(await move(app, neighbour, issue, 1, 'TRIAGED', { lastComment: 2, ...quietly }))).toEqual([]);
  const old = await comment(app, clerk, issue, 'Wir prüfen das.', { version: 1, lastComment: 2 });
  expect([codes(old), old.lastMove.to, old.lastComment]).toEqual([['CONFLICT'], 'TRIAGED', null]);
  expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
});

test('photos, visibility and setting aside are decided on the version that was read', async ({
  app,
  town: place,
  citizen,
}) => {
  const photos = [await givenPhoto(app, place, citizen)];
  const issue = await givenIssue(app, place, citizen, { photoIds: photos });
  const { photos: shown } = await readAs(app, place, clerk, issue, 'photos { id }');
  const photoId = shown[0].id;
  await move(app, clerk, issue, 1, 'TRIAGED', quietly);
  const plain = 'userErrors { code path }';
  const issueId = issue.id;
  const tries = (version: number): Promise<Data>[] => [
    change(app, admin, 'approvePhoto', 'ApprovePhotoInput', { photoId, version }, plain),
    change(app, admin, 'setIssueVisibility', 'SetIssueVisibilityInput', { issueId, isPublic: true, version }, plain),
    change(app, admin, 'hidePhoto', 'HidePhotoInput', { photoId, version }, plain),
    change(app, admin, 'flagIssue', 'FlagIssueInput', { issueId, flag: 'HIDDEN', reason: 'Namen', version }, plain),
    change(app, admin, 'unflagIssue', 'UnflagIssueInput', { issueId, version }, plain),
    change(app, admin, 'removeIssuePhoto', 'RemoveIssuePhotoInput', { issueId, photoId, version }, plain),
  ];
  for (const refused of await Promise.all(tries(1)))
    expect(refused.userErrors).toEqual([{ code: 'CONFLICT', path: ['version'] }]);
  expect(await readAs(app, place, clerk, issue, 'isPublic flag photos { isApproved }')).toEqual({
    isPublic: false,
    flag: null,
    photos: [{ isApproved: false }],
  });
  expect(codes(await change(app, admin, 'approvePhoto', 'ApprovePhotoInput', { photoId, version: 2 }, plain))).toEqual(
    [],
  );
});

const selection = `issue { id version status isPublic desk { name } staffMoves deskMoves canAskReporter clock { isPaused }
  lastMove { to addressee scheduledFor reroute { reason fromDesk { name } } } }
  lastMove { to } lastComment { text } userErrors { code path }`;
const codes = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);

async function change(
  app: TestServer,
  who: Identified,
  mutation: string,
  type: string,
  input: object,
  more = selection,
): Promise<Data> {
  const query = `mutation($input: ${type}!) { done: ${mutation}(input: $input) { ${more} } }`;
  return (await askData(app.port, who, query, { input })).done;
}
const move = (
  app: TestServer,
  who: Identified,
  { id }: GivenIssue,
  version: number,
  to: string,
  more: object = {},
): Promise<Data> => change(app, who, 'moveIssue', 'MoveIssueInput', { issueId: id, version, to, ...more });
const reroute = (app: TestServer, who: Identified, { id }: GivenIssue, version: number, more: object): Promise<Data> =>
  change(app, who, 'rerouteIssue', 'RerouteIssueInput', { issueId: id, version, tellReporter: false, ...more });
const comment = (
  app: TestServer,
  who: Identified,
  { id }: GivenIssue,
  text: string,
  more: object = {},
): Promise<Data> => {
  const input = { issueId: id, reach: 'PRIVATE', text, idempotencyKey: randomUUID(), ...more };
  return change(app, who, 'commentIssue', 'CommentIssueInput', input);
};
async function readAs(
  app: TestServer,
  place: Place,
  who: Identified,
  { reference }: GivenIssue,
  fields: string,
): Promise<Data> {
  const query = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { ${fields} } }`;
  return (await askData(app.port, who, query, { ags: place.ags, reference })).issue;
}
const home = (place: Place): string => toGlobalId('Desk', place.deskId);
