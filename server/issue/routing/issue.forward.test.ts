import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
let clerk: Somebody;
let citizen: Somebody;

beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url });
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'ADMIN');
  citizen = await givenPerson(app, place);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

/** Report at a desk of the town, which can be forwarded. */
async function assignedIssue(): Promise<GivenIssue> {
  const issue = await givenIssue(app, place, citizen);
  const mutation = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const deskId = toGlobalId('Desk', place.deskId);
  const input = { issueId: issue.id, to: 'ASSIGNED', version: 1, deskId, tellReporter: false };
  expect((await askData(app.port, clerk, mutation, { input })).moveIssue.userErrors).toEqual([]);
  return issue;
}

async function forward(issue: GivenIssue, email: string): Promise<Data> {
  const mutation = `mutation($input: ForwardIssueInput!) { forwardIssue(input: $input) { issue { status } userErrors { code path } } }`;
  const input = { issueId: issue.id, version: 2, addressee: 'Kreis', email, tellReporter: false };
  return (await askData(app.port, clerk, mutation, { input })).forwardIssue;
}

const moves = `query($id: ID!) { node(id: $id) { ... on Issue { lastMove { to forwardMail { state reason } } } } }`;
async function mailOf(issue: GivenIssue, who: Identified = clerk): Promise<Data> {
  const { node } = await askData(app.port, who, moves, { id: issue.id });
  return node?.lastMove.forwardMail;
}

test('the history says what became of the mail to the other office, to staff only', async () => {
  const arrived = await assignedIssue();
  expect(await forward(arrived, 'kreis@amt.example')).toMatchObject({ userErrors: [], issue: { status: 'FORWARDED' } });
  await mail.next('kreis@amt.example');
  await expect.poll(() => mailOf(arrived)).toEqual({ state: 'SENT', reason: null });
  expect(await mailOf(arrived, citizen)).toBeNull();
  const lost = await assignedIssue();
  mail.refusals.set('weg@amt.example', '550 5.1.1 unknown');
  expect((await forward(lost, 'weg@amt.example')).userErrors).toEqual([]);
  await expect.poll(() => mailOf(lost), { timeout: 10_000 }).toEqual({ state: 'FAILED', reason: 'ADDRESS_UNKNOWN' });
});

test('a report is not forwarded to an address that bounced: the clerk is told, and the report stays where it is', async () => {
  mail.refusals.set('tot@amt.example', '550 5.1.1 unknown');
  const first = await assignedIssue();
  await forward(first, 'tot@amt.example');
  await expect.poll(() => mailOf(first), { timeout: 10_000 }).toMatchObject({ state: 'FAILED' });
  const second = await assignedIssue();
  expect(await forward(second, 'Tot@amt.example')).toEqual({
    issue: null,
    userErrors: [{ code: 'ADDRESS_SUPPRESSED', path: ['email'] }],
  });
  const { node } = await askData(app.port, clerk, 'query($id: ID!) { node(id: $id) { ... on Issue { status } } }', {
    id: second.id,
  });
  expect(node.status).toBe('ASSIGNED');
  // Control: another address of the same office works.
  expect((await forward(second, 'lebt@amt.example')).userErrors).toEqual([]);
});
