import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let clerk: Somebody;

test.beforeAll(async ({ app, town }) => {
  clerk = await givenStaff(app, town, 'ADMIN');
});

test('the history says what became of the mail to the other office, to staff only', async ({
  app,
  town,
  citizen,
  mail,
}) => {
  const arrived = await assignedIssue(app, town, citizen);
  expect(await forward(app, arrived, 'kreis@amt.example')).toMatchObject({
    userErrors: [],
    issue: { status: 'FORWARDED' },
  });
  await mail.next('kreis@amt.example');
  await expect.poll(() => mailOf(app, arrived)).toEqual({ state: 'SENT', reason: null });
  expect(await mailOf(app, arrived, citizen)).toBeNull();
  const lost = await assignedIssue(app, town, citizen);
  mail.refusals.set('weg@amt.example', '550 5.1.1 unknown');
  expect((await forward(app, lost, 'weg@amt.example')).userErrors).toEqual([]);
  await expect
    .poll(() => mailOf(app, lost), { timeout: 10_000 })
    .toEqual({ state: 'FAILED', reason: 'ADDRESS_UNKNOWN' });
});

test('a report is not forwarded to an address that bounced: the clerk is told, and the report stays where it is', async ({
  app,
  town,
  citizen,
  mail,
}) => {
  mail.refusals.set('tot@amt.example', '550 5.1.1 unknown');
  const first = await assignedIssue(app, town, citizen);
  await forward(app, first, 'tot@amt.example');
  await expect.poll(() => mailOf(app, first), { timeout: 10_000 }).toMatchObject({ state: 'FAILED' });
  const second = await assignedIssue(app, town, citizen);
  expect(await forward(app, second, 'Tot@amt.example')).toEqual({
    issue: null,
    userErrors: [{ code: 'ADDRESS_SUPPRESSED', path: ['email'] }],
  });
  const { node } = await askData(app.port, clerk, 'query($id: ID!) { node(id: $id) { ... on Issue { status } } }', {
    id: second.id,
  });
  expect(node.status).toBe('ASSIGNED');
  // Control: another address of the same office works.
  expect((await forward(app, second, 'lebt@amt.example')).userErrors).toEqual([]);
});

/** Report at a desk of the town, which can be forwarded. */
async function assignedIssue(app: TestServer, town: Place, citizen: Somebody): Promise<GivenIssue> {
  const issue = await givenIssue(app, town, citizen);
  const mutation = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const deskId = toGlobalId('Desk', town.deskId);
  const input = { issueId: issue.id, to: 'ASSIGNED', version: 1, deskId, tellReporter: false };
  expect((await askData(app.port, clerk, mutation, { input })).moveIssue.userErrors).toEqual([]);
  return issue;
}

async function forward(app: TestServer, issue: GivenIssue, email: string): Promise<Data> {
  const mutation = `mutation($input: ForwardIssueInput!) { forwardIssue(input: $input) { issue { status } userErrors { code path } } }`;
  const input = { issueId: issue.id, version: 2, addressee: 'Kreis', email, tellReporter: false };
  return (await askData(app.port, clerk, mutation, { input })).forwardIssue;
}

const moves = `query($id: ID!) { node(id: $id) { ... on Issue { lastMove { to forwardMail { state reason } } } } }`;
async function mailOf(app: TestServer, issue: GivenIssue, who: Identified = clerk): Promise<Data> {
  const { node } = await askData(app.port, who, moves, { id: issue.id });
  return node?.lastMove.forwardMail;
}
