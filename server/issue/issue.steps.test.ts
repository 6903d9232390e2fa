import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Person } from '../identity/identity.entity.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../testing/issues.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { givenPhoto } from '../testing/photos.ts';
import { givenClerkOf, setUp } from '../testing/routing.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { confirmationToken } from './issue.claims.service.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
let admin: Somebody;
/** Clerk of the desk to which every category of the town leads. */
let clerk: Somebody;
/** Clerk of another desk. */
let neighbour: Somebody;
let citizen: Somebody;
let yard: string;
let town: ReturnType<typeof setUp>;

beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url });
  place = await givenPlace(app);
  [admin, clerk] = [await givenStaff(app, place), await givenStaff(app, place, 'CLERK')];
  citizen = await givenPerson(app, place);
  town = setUp(app, place, admin);
  yard = await town.desk('Bauhof');
  neighbour = await givenClerkOf(app, place, yard);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const selection = `issue { id version status isPublic desk { name } staffMoves deskMoves canAskReporter clock { isPaused }
  lastMove { to addressee scheduledFor reroute { reason fromDesk { name } } } }
  lastMove { to } lastComment { text } userErrors { code path }`;
const codes = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);

async function change(who: Identified, mutation: string, type: string, input: object, more = selection): Promise<Data> {
  const query = `mutation($input: ${type}!) { done: ${mutation}(input: $input) { ${more} } }`;
  return (await askData(app.port, who, query, { input })).done;
}
const move = (who: Identified, { id }: GivenIssue, version: number, to: string, more: object = {}): Promise<Data> =>
  change(who, 'moveIssue', 'MoveIssueInput', { issueId: id, version, to, ...more });
const reroute = (who: Identified, { id }: GivenIssue, version: number, more: object): Promise<Data> =>
  change(who, 'rerouteIssue', 'RerouteIssueInput', { issueId: id, version, tellReporter: false, ...more });
const comment = (who: Identified, { id }: GivenIssue, text: string, more: object = {}): Promise<Data> => {
  const input = { issueId: id, reach: 'PRIVATE', text, idempotencyKey: randomUUID(), ...more };
  return change(who, 'commentIssue', 'CommentIssueInput', input);
};
async function readAs(who: Identified, { reference }: GivenIssue, fields: string): Promise<Data> {
  const query = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { ${fields} } }`;
  return (await askData(app.port, who, query, { ags: place.ags, reference })).issue;
}
const quietly = { tellReporter: false };
const home = (): string => toGlobalId('Desk', place.deskId);

test('who stands in for a desk works in its name; others are told which moves are left to them', async () => {
  const issue = await givenIssue(app, place, citizen);
  const { issue: assigned } = await move(clerk, issue, 1, 'ASSIGNED', quietly);
  expect(assigned.deskMoves).toEqual(assigned.staffMoves);
  expect(codes(await move(neighbour, issue, 2, 'IN_PROGRESS', quietly))).toEqual(['WRONG_DESK']);
  const desks = '{ municipality(ags: $ags) { viewerDeputyDesks { name } } }';
  const standsIn = async (who: Identified): Promise<Data> =>
    (await askData(app.port, who, `query($ags: String!) ${desks}`, { ags: place.ags })).municipality.viewerDeputyDesks;
  expect(await standsIn(neighbour)).toEqual([]);
  await town.deputy(home(), yard);
  expect([await standsIn(neighbour), await standsIn(citizen), await standsIn({})]).toEqual([
    [{ name: 'Bürgerbüro' }],
    [],
    [],
  ]);
  const { issue: begun } = await move(neighbour, issue, 2, 'IN_PROGRESS', quietly);
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
  await town.deputy(home(), null);
  expect(codes(await move(neighbour, issue, 3, 'RESOLVED', quietly))).toEqual(['WRONG_DESK']);
});

test('a clerk takes a report over from another desk with a reason, which history keeps, and works on it', async () => {
  const issue = await givenIssue(app, place, citizen);
  await move(clerk, issue, 1, 'ASSIGNED', quietly);
  const deskId = yard;
  expect(codes(await reroute(neighbour, issue, 2, { deskId, reason: ' ' }))).toEqual(['REASON_REQUIRED']);
  const { issue: taken } = await reroute(neighbour, issue, 2, { deskId, reason: 'Wir sind ohnehin dort.' });
  expect(taken).toMatchObject({
    status: 'ASSIGNED',
    desk: { name: 'Bauhof' },
    lastMove: { reroute: { reason: 'Wir sind ohnehin dort.', fromDesk: { name: 'Bürgerbüro' } } },
  });
  expect(codes(await move(clerk, issue, 3, 'IN_PROGRESS', quietly))).toEqual(['WRONG_DESK']);
  expect((await move(neighbour, issue, 3, 'IN_PROGRESS', quietly)).issue.status).toBe('IN_PROGRESS');
  const { history } = await readAs(citizen, issue, 'history { to reroute { reason } }');
  expect(JSON.stringify(history)).not.toContain('ohnehin');
});

test('a question is possible before anybody has taken the report; the answer brings it back and the clock runs', async () => {
  const issue = await givenIssue(app, place, citizen);
  const message = 'Vor welchem Haus?';
  expect(codes(await move(neighbour, issue, 1, 'WAITING_ON_REPORTER', { message, ...quietly }))).toEqual([
    'QUESTION_UNTOLD',
  ]);
  const { issue: asked } = await move(neighbour, issue, 1, 'WAITING_ON_REPORTER', { message });
  expect(asked).toMatchObject({ status: 'WAITING_ON_REPORTER', canAskReporter: true, clock: { isPaused: true } });
  const { email } = await app.services.em.fork().findOneOrFail(Person, citizen.personId);
  expect((await mail.next(email)).text).toContain(message);
  await comment(citizen, issue, 'Vor Nummer 16.');
  const answered = await readAs(clerk, issue, 'status version clock { isPaused } unanswered { count }');
  expect(answered).toMatchObject({
    status: 'TRIAGED',
    version: 3,
    clock: { isPaused: false },
    unanswered: { count: 1 },
  });
});

test('a question in between keeps the planned day, and to whom the report was passed on', async () => {
  const issue = await givenIssue(app, place, citizen);
  const day = '2050-05-02T08:00:00.000Z';
  await move(admin, issue, 1, 'ASSIGNED', quietly);
  await move(admin, issue, 2, 'SCHEDULED', { scheduledFor: day, ...quietly });
  await move(admin, issue, 3, 'WAITING_ON_REPORTER', { message: 'Ist das Tor offen?' });
  await comment(citizen, issue, 'Ja.');
  expect((await readAs(clerk, issue, 'status lastMove { scheduledFor }')).lastMove.scheduledFor).toBe(day);
  await move(admin, issue, 5, 'FORWARDED', { addressee: 'Landesbetrieb', ...quietly });
  await move(admin, issue, 6, 'WAITING_ON_REPORTER', { message: 'Welche Richtung?' });
  await comment(citizen, issue, 'Stadtauswärts.');
  const after = await readAs(clerk, issue, 'status lastMove { addressee }');
  expect(after).toEqual({ status: 'FORWARDED', lastMove: { addressee: 'Landesbetrieb' } });
});

test('where nobody can be asked the question is refused and no clock stops; a confirmed address can be asked', async () => {
  const message = 'Vor welchem Haus?';
  const nobody = await givenIssue(app, place, {});
  const refused = await move(clerk, nobody, 1, 'WAITING_ON_REPORTER', { message });
  expect(refused.userErrors).toEqual([{ code: 'NOBODY_TO_ASK', path: ['to'] }]);
  expect(await readAs(clerk, nobody, 'status version canAskReporter clock { isPaused }')).toEqual({
    status: 'SUBMITTED',
    version: 1,
    canAskReporter: false,
    clock: { isPaused: false },
  });
  const email = `${randomUUID()}@example.org`;
  const written = await givenIssue(app, place, {}, { email });
  expect(codes(await move(clerk, written, 1, 'WAITING_ON_REPORTER', { message }))).toEqual(['NOBODY_TO_ASK']);
  const confirm = 'mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) { userErrors { code } } }';
  const token = confirmationToken(app.services, idOf('Issue', written.id));
  await askData(app.port, {}, confirm, { input: { token } });
  expect(codes(await move(clerk, written, 1, 'WAITING_ON_REPORTER', { message }))).toEqual([]);
});

test('of two answers on the same state the second is a conflict that names the first, and one mail leaves', async () => {
  const reporter = await givenPerson(app, place);
  const { email } = await app.services.em.fork().findOneOrFail(Person, reporter.personId);
  const issue = await givenIssue(app, place, reporter);
  const read = { version: 1, lastComment: 0 };
  await comment(neighbour, issue, 'Nur für uns.', { reach: 'INTERNAL' });
  expect(codes(await comment(clerk, issue, 'Wir kommen am Montag.', read))).toEqual([]);
  const late = await comment(neighbour, issue, 'Wir kommen am Freitag.', read);
  expect([codes(late), late.lastComment.text]).toEqual([['CONFLICT'], 'Wir kommen am Montag.']);
  const ended = await move(neighbour, issue, 1, 'DECLINED', { reason: 'Nein.', lastComment: 0 });
  expect([codes(ended), ended.lastComment.text]).toEqual([['CONFLICT'], 'Wir kommen am Montag.']);
  expect((await mail.next(email)).text).toContain('Montag');
  expect(codes(await move(neighbour, issue, 1, 'TRIAGED', { lastComment: 2, ...quietly }))).toEqual([]);
  const old = await comment(clerk, issue, 'Wir prüfen das.', { version: 1, lastComment: 2 });
  expect([codes(old), old.lastMove.to, old.lastComment]).toEqual([['CONFLICT'], 'TRIAGED', null]);
  expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
});

test('photos, visibility and setting aside are decided on the version that was read', async () => {
  const photos = [await givenPhoto(app, place, citizen)];
  const issue = await givenIssue(app, place, citizen, { photoIds: photos });
  const { photos: shown } = await readAs(clerk, issue, 'photos { id }');
  const photoId = shown[0].id;
  await move(clerk, issue, 1, 'TRIAGED', quietly);
  const plain = 'userErrors { code path }';
  const issueId = issue.id;
  const tries = (version: number): Promise<Data>[] => [
    change(admin, 'approvePhoto', 'ApprovePhotoInput', { photoId, version }, plain),
    change(admin, 'setIssueVisibility', 'SetIssueVisibilityInput', { issueId, isPublic: true, version }, plain),
    change(admin, 'hidePhoto', 'HidePhotoInput', { photoId, version }, plain),
    change(admin, 'flagIssue', 'FlagIssueInput', { issueId, flag: 'HIDDEN', reason: 'Namen', version }, plain),
    change(admin, 'unflagIssue', 'UnflagIssueInput', { issueId, version }, plain),
    change(admin, 'removeIssuePhoto', 'RemoveIssuePhotoInput', { issueId, photoId, version }, plain),
  ];
  for (const refused of await Promise.all(tries(1)))
    expect(refused.userErrors).toEqual([{ code: 'CONFLICT', path: ['version'] }]);
  expect(await readAs(clerk, issue, 'isPublic flag photos { isApproved }')).toEqual({
    isPublic: false,
    flag: null,
    photos: [{ isApproved: false }],
  });
  expect(codes(await change(admin, 'approvePhoto', 'ApprovePhotoInput', { photoId, version: 2 }, plain))).toEqual([]);
});
