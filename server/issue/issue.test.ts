import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff } from '../testing/builders.ts';
import { givenCategory, givenIssue, type GivenIssue, reportInput } from '../testing/issues.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('signed in: submitted at once; seen by the reporter and the town hall, by nobody else', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const text = 'Ein <script>alert(1)</script> & "Loch"\nvor der Tür';
  const issue = await givenIssue(app, town, citizen, { text });
  expect(issue).toMatchObject({ status: 'SUBMITTED', claimCode: null });
  const seenBy = (who: Identified, more: object = {}) =>
    ask(app.port, who, read, { ags: town.ags, reference: issue.reference, ...more });
  expect((await seenBy(citizen)).data.issue).toMatchObject({ text, status: 'SUBMITTED' });
  const office = (await seenBy(clerk)).data.issue;
  expect(office).toMatchObject({ text, reporterEmail: `${citizen.personId}@example.org` });
  expect((await seenBy(citizen)).data.issue.reporterEmail).toBeNull();
  const others = [{}, await givenPerson(app, town), await givenStaff(app, await givenPlace(app, 'Anderswo'))];
  for (const who of others) expect((await seenBy(who)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  expect((await seenBy({}, { claimCode: 'AAAAA-AAAAA' })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

test('without an account: on the board at once and not public; the mailed link confirms the address only', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const email = `${randomUUID()}@example.org`;
  const issue = await givenIssue(app, town, {}, { email });
  expect(issue.status).toBe('SUBMITTED');
  expect(issue.claimCode).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
  const { municipality } = await askData(
    app.port,
    clerk,
    `query($ags: String!) { municipality(ags: $ags) {
      issues(first: 100) { edges { node { reference isPublic } } }
      publicIssues(first: 100) { edges { node { reference } } } } }`,
    { ags: town.ags },
  );
  const cards = municipality.issues.edges.map(({ node }: Data) => node);
  expect(cards).toContainEqual({ reference: issue.reference, isPublic: false });
  expect(municipality.publicIssues.edges).toEqual([]);
  const letter = await mail.next(email);
  const token = tokenIn(letter);
  expect(letter.text).toContain(issue.claimCode);
  expect(letter.text).toContain('Die Meldung ist im Rathaus');
  const wrong = await askData(app.port, {}, confirm, {
    input: { token: token?.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x')) },
  });
  expect(codes(wrong.confirmIssue.userErrors)).toEqual(['UNKNOWN_LINK']);
  const own = await askData(app.port, {}, read, {
    ags: town.ags,
    reference: issue.reference,
    claimCode: issue.claimCode?.toLowerCase().replace('-', ' '),
  });
  expect(own.issue).toMatchObject({ status: 'SUBMITTED', reporterEmail: null });
  const staff = await askData(app.port, clerk, read, { ags: town.ags, reference: issue.reference });
  expect(staff.issue.reporterEmail).toBe(email);
});

test('a move goes into the history and as a mail to the reporter, unless the office says not to', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const email = `${randomUUID()}@example.org`;
  const issue = await givenIssue(app, town, {}, { email, locale: 'en' });
  const token = tokenIn(await mail.next(email));
  await askData(app.port, {}, confirm, { input: { token } });
  const quiet = await moveTo(app, clerk, issue, 'TRIAGED', { tellReporter: false });
  expect(quiet.issue).toMatchObject({ status: 'TRIAGED', version: 2 });
  const told = await moveTo(app, clerk, { ...issue, version: 2 }, 'ASSIGNED', { message: 'Der Bauhof kommt.' });
  expect(told.issue.desk.name).toBe('Bürgerbüro');
  const letter = await mail.next(email);
  expect(letter.headers.get('subject')).toContain('Assigned');
  expect(letter.text).toContain('Der Bauhof kommt.');
});

test('of two clerks who move the same card one wins, the other is told who and where', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const colleague = await givenStaff(app, town, 'CLERK');
  await app.services.em
    .fork()
    .execute(`update person set display_name = 'Bauhof' where id in (?, ?)`, [clerk.personId, colleague.personId]);
  const issue = await givenIssue(app, town, citizen);
  const both = await Promise.all([
    moveTo(app, clerk, issue, 'TRIAGED'),
    moveTo(app, colleague, issue, 'DECLINED', { reason: 'Wird nicht gemacht.' }),
  ]);
  const lost = both.filter(({ userErrors }) => userErrors.length > 0);
  expect(lost).toHaveLength(1);
  expect(codes(lost[0].userErrors)).toEqual(['CONFLICT']);
  const won = both.find(({ userErrors }) => userErrors.length === 0);
  expect(lost[0].issue).toMatchObject({ status: won.issue.status, version: 2 });
  expect(lost[0].lastMove).toMatchObject({ to: won.issue.status, actorName: 'Bauhof', desk: { name: 'Bürgerbüro' } });
});

test('the reporter answers, withdraws and reopens; names of staff stay in the town hall', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  await moveTo(app, clerk, { ...issue, version: 1 }, 'ASSIGNED');
  const noQuestion = await moveTo(app, clerk, { ...issue, version: 2 }, 'WAITING_ON_REPORTER');
  expect(noQuestion.userErrors).toEqual([{ code: 'MESSAGE_REQUIRED', path: ['message'] }]);
  await moveTo(app, clerk, { ...issue, version: 2 }, 'WAITING_ON_REPORTER', { message: 'Welche Hausnummer?' });
  const answered = await moveTo(app, citizen, { ...issue, version: 3 }, 'ASSIGNED', { message: 'Nummer 16.' });
  expect(answered.issue).toMatchObject({ status: 'ASSIGNED', lastMove: { by: 'REPORTER', message: 'Nummer 16.' } });
  await moveTo(app, clerk, { ...issue, version: 4 }, 'RESOLVED');
  const why = await moveTo(app, citizen, { ...issue, version: 5 }, 'ASSIGNED');
  expect(codes(why.userErrors)).toEqual(['REASON_REQUIRED']);
  const again = await moveTo(app, citizen, { ...issue, version: 5 }, 'ASSIGNED', { message: 'Das Loch ist noch da.' });
  expect(again.issue.lastMove.isReopening).toBe(true);
  const shown = await askData(app.port, citizen, read, { ags: town.ags, reference: issue.reference });
  expect(shown.issue.history.map(({ actorName }: Data) => actorName)).toEqual(Array(6).fill(null));
  expect((await moveTo(app, citizen, { ...issue, version: 6 }, 'WITHDRAWN')).issue.status).toBe('WITHDRAWN');
  expect(codes((await moveTo(app, clerk, { ...issue, version: 7 }, 'ASSIGNED')).userErrors)).toEqual(['ILLEGAL_MOVE']);
});

test('strangers and other towns cannot move it; another town cannot be read as a board', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const elsewhere = await givenStaff(app, await givenPlace(app, 'Anderswo'));
  const codeOf = async (who: Identified, input: object): Promise<unknown> =>
    (await ask(app.port, who, move, { input })).errors?.[0]?.extensions?.code;
  const input = { issueId: issue.id, to: 'TRIAGED', version: 1 };
  expect(await codeOf({}, input)).toBe('UNAUTHENTICATED');
  expect(await codeOf(elsewhere, input)).toBe('FORBIDDEN');
  expect(await codeOf(clerk, { ...input, issueId: toGlobalId('Issue', randomUUID()) })).toBe('NOT_FOUND');
  expect(await codeOf(clerk, { ...input, issueId: toGlobalId('Poll', randomUUID()) })).toBe('NOT_FOUND');
  const board = `query($ags: String!) { municipality(ags: $ags) { issues { edges { cursor } } } }`;
  const seen = async (who: Identified): Promise<unknown> =>
    (await ask(app.port, who, board, { ags: town.ags })).errors?.[0]?.extensions?.code;
  expect([await seen({}), await seen(citizen), await seen(elsewhere)]).toEqual([
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'NOT_FOUND',
  ]);
});

test('bad input is refused by its field and leaves nothing behind', async ({ app, town, citizen }) => {
  const categoryId = await givenCategory(app, town);
  const foreign = await givenCategory(app, await givenPlace(app, 'Anderswo'));
  const count = async (): Promise<unknown> =>
    await app.services.em.fork().execute('select count(*)::int as n from issue');
  const before = await count();
  const refused = async (more: object): Promise<unknown> => {
    const input = reportInput(town, categoryId, more);
    return (await askData(app.port, citizen, report, { input })).reportIssue.userErrors;
  };
  expect(await refused({ text: ' kurz ' })).toEqual([{ code: 'TOO_SHORT', path: ['text'] }]);
  expect(await refused({ text: 'x'.repeat(90_000) })).toEqual([{ code: 'TOO_LONG', path: ['text'] }]);
  expect(await refused({ text: 'mit\u0000Steuerzeichen darin' })).toEqual([{ code: 'BAD_CHARACTERS', path: ['text'] }]);
  expect(await refused({ point: { lat: 91, lon: 7.2 } })).toEqual([{ code: 'BAD_COORDINATES', path: ['point'] }]);
  expect(await refused({ point: { lat: 50.7, lon: 7.2 } })).toEqual([
    { code: 'OUTSIDE_MUNICIPALITY', path: ['point'] },
  ]);
  expect(await refused({ categoryId: foreign })).toEqual([{ code: 'UNKNOWN_CATEGORY', path: ['categoryId'] }]);
  expect(await refused({ kind: 'PRAISE' })).toEqual([{ code: 'UNKNOWN_CATEGORY', path: ['categoryId'] }]);
  expect(await refused({ email: 'keine Adresse' })).toEqual([{ code: 'BAD_EMAIL', path: ['email'] }]);
  expect(await count()).toEqual(before);
});

test('the same key gives the same report with the same claim code; other input is refused', async ({ app, town }) => {
  const input = reportInput(town, await givenCategory(app, town));
  const send = async (more: object = {}): Promise<Data> =>
    (await askData(app.port, {}, report, { input: { ...input, ...more } })).reportIssue;
  const [first, second] = await Promise.all([send(), send()]);
  expect(second).toEqual(first);
  expect(codes((await send({ address: 'Anderswo 1' })).userErrors)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference status } claimCode userErrors { code path } } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) {
  issue { id status version desk { name } lastMove { by message isReopening } }
  lastMove { to actorName desk { name } } userErrors { code path } } }`;
const confirm = `mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) { issue { status } userErrors { code } } }`;
const read = `query($ags: String!, $reference: String!, $claimCode: String) {
  issue(ags: $ags, reference: $reference, claimCode: $claimCode) { status text reporterEmail history { to actorName } } }`;

async function moveTo(
  app: TestServer,
  who: Identified,
  issue: GivenIssue,
  to: string,
  more: object = {},
): Promise<Data> {
  const input = { issueId: issue.id, version: issue.version, to, ...more };
  return (await askData(app.port, who, move, { input })).moveIssue;
}
const tokenIn = ({ text }: { text: string }): string => /\/confirm\/([\w-]+)/.exec(text)?.[1] ?? '';
const codes = (errors: Data): string[] => errors.map(({ code }: Data) => code);
