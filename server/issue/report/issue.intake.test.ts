import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Person } from '../../identity/identity.entity.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, reportInput } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let clerk: Somebody;
let admin: Somebody;
let categoryId: string;

test.beforeAll(async ({ app, town }) => {
  [clerk, admin] = [await givenStaff(app, town, 'CLERK'), await givenStaff(app, town)];
  await app.services.em.fork().nativeUpdate(Person, clerk.personId, { displayName: 'Petra Klein' });
  categoryId = await givenCategory(app, town);
});

test('it lies at its desk at once, with its clocks running, and has no reporter but a code', async ({ app, town }) => {
  const { issue, claimCode, userErrors } = await take(app, town, clerk, { channel: 'COUNTER' });
  expect(userErrors).toEqual([]);
  expect(issue).toMatchObject({
    status: 'SUBMITTED',
    desk: { id: toGlobalId('Desk', town.deskId) },
    reporterEmail: null,
    clock: { state: expect.any(String) },
    intake: { channel: 'COUNTER', takenBy: 'Petra Klein' },
    history: [{ to: 'SUBMITTED', by: 'REPORTER', actorName: null }],
  });
  const variables = { ags: town.ags, reference: issue.reference };
  expect((await askData(app.port, {}, readQuery, { ...variables, claimCode })).issue.reference).toBe(issue.reference);
  expect((await ask(app.port, {}, readQuery, variables)).data?.issue ?? null).toBeNull(); // the code gives access
});

test('the channel and who took it are for staff: not for the code, everybody, or a partner', async ({
  app,
  town,
  citizen,
}) => {
  const { issue, claimCode } = await take(app, town, clerk);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id: issue.id });
  const partner = await givenKey(app, town, ['issues:read']);
  const intakeFor = async (who: Identified, more: object = {}): Promise<unknown> =>
    (await askData(app.port, who, readQuery, { ags: town.ags, reference: issue.reference, ...more })).issue.intake;
  expect(await intakeFor(admin)).toEqual({ channel: 'PHONE', takenBy: 'Petra Klein' });
  expect(
    await Promise.all([intakeFor({}, { claimCode }), intakeFor({}), intakeFor(citizen), intakeFor(partner)]),
  ).toEqual([null, null, null, null]);
});

test('an address gets one mail, and nothing more before its link was used', async ({ app, town, mail }) => {
  const email = `${randomUUID()}@example.org`;
  const other = `${randomUUID()}@example.org`;
  const { issue } = await take(app, town, clerk, { email });
  const letter = await mail.next(email);
  expect(letter.text).toContain('aufgenommen');
  expect(letter.text).toMatch(/\/confirm\/[\w-]+\/phone\s/);
  await move(app, issue.id, 1, 'TRIAGED');
  const second = (await take(app, town, clerk, { email: other })).issue;
  const confirm = 'mutation($token: String!) { confirmIssue(input: { token: $token }) { userErrors { code } } }';
  const token = /\/confirm\/([\w-]+)/.exec((await mail.next(other)).text)?.[1];
  expect((await askData(app.port, {}, confirm, { token })).confirmIssue.userErrors).toEqual([]);
  await move(app, second.id, 1, 'TRIAGED');
  await mail.next(other); // its turn came after the mail that must not be sent
  expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
});

test('only those who work on the reports of this town; checked and repeated like any report', async ({
  app,
  town,
  citizen,
}) => {
  const elsewhere = await givenStaff(app, await givenPlace(app));
  const partner = await givenKey(app, town, ['issues:write']);
  const codeFor = async (who: Identified): Promise<unknown> =>
    (await ask(app.port, who, takeQuery, { input: inputOf(town) })).errors?.[0]?.extensions?.code;
  const all = [{}, citizen, await givenStaff(app, town, 'EDITOR'), elsewhere, partner];
  expect(await Promise.all(all.map(codeFor))).toEqual(['UNAUTHENTICATED', ...Array(4).fill('FORBIDDEN')]);
  const refused = await take(app, town, clerk, { text: 'kurz', point: { lat: 10, lon: 7 }, email: 'nein' });
  expect(refused.userErrors.map(({ path }: Data) => path[0])).toEqual(['text', 'point', 'email']);
  const input = inputOf(town);
  const twice = [1, 2].map(() => askData(app.port, clerk, takeQuery, { input }));
  const [first, again] = await Promise.all(twice);
  expect(again?.takeIssue).toEqual(first?.takeIssue);
});

test('the code is told once: to whoever took it, whose lost answer may be repeated, and to the address; later to nobody at the town hall', async ({
  app,
  town,
  mail,
}) => {
  const email = `${randomUUID()}@example.org`;
  const input = inputOf(town, { email });
  const repeat = async (): Promise<Data> => (await askData(app.port, clerk, takeQuery, { input })).takeIssue;
  // In the past of the database the address would be forgotten at once.
  const startedAt = Date.now();
  const minutesLater = (minutes: number) => new Date(startedAt + minutes * 60_000).toISOString();
  setTime(app, minutesLater(0));
  const { issue, claimCode } = await repeat();
  expect((await mail.next(email)).text).toContain(claimCode);
  setTime(app, minutesLater(9));
  expect(await repeat()).toMatchObject({ issue: { reference: issue.reference }, claimCode });
  setTime(app, minutesLater(10));
  expect(await repeat()).toMatchObject({ issue: { reference: issue.reference }, claimCode: null });
  setTime(app);
  // No field that the clerk can read contains the code, and the code still opens the report.
  const all = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { ${parts} acknowledgement
    timeline { __typename ... on IssueMove { message reason } ... on IssueComment { text } } } }`;
  const where = { ags: town.ags, reference: issue.reference };
  for (const who of [clerk, admin])
    expect(JSON.stringify(await ask(app.port, who, all, where))).not.toContain(claimCode);
  expect((await askData(app.port, {}, readQuery, { ...where, claimCode })).issue.reference).toBe(issue.reference);
});

test('the trail says who took it down', async ({ app, town }) => {
  const { issue } = await take(app, town, clerk);
  const query = `query($ags: String!) { municipality(ags: $ags) { audit(first: 5) {
    edges { node { kind actor { name } subject { name } } } } } }`;
  const { municipality } = await askData(app.port, admin, query, { ags: town.ags });
  expect(municipality.audit.edges.map(({ node }: Data) => node)).toContainEqual({
    kind: 'ISSUE_TAKEN',
    actor: { name: 'Petra Klein' },
    subject: { name: issue.reference },
  });
});

const parts = `id reference version status desk { id } clock { state } reporterEmail intake { channel takenBy }
  history { to by actorName }`;
const takeQuery = `mutation($input: TakeIssueInput!) { takeIssue(input: $input) {
  issue { ${parts} } claimCode userErrors { code path } } }`;
const readQuery = `query($ags: String!, $reference: String!, $claimCode: String) {
  issue(ags: $ags, reference: $reference, claimCode: $claimCode) { reference intake { channel takenBy } } }`;
const inputOf = (town: Place, more: object = {}): object =>
  reportInput(town, categoryId, { channel: 'PHONE', ...more });

async function take(app: TestServer, town: Place, who: Identified, more: object = {}): Promise<Data> {
  return (await askData(app.port, who, takeQuery, { input: inputOf(town, more) })).takeIssue;
}
async function move(app: TestServer, id: string, version: number, to: string): Promise<void> {
  const query = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }`;
  const { moveIssue } = await askData(app.port, admin, query, { input: { issueId: id, version, to } });
  expect(moveIssue.userErrors).toEqual([]);
}
