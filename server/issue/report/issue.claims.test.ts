import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { type Place, type Somebody } from '../../testing/builders.ts';
import { givenCategory, reportInput } from '../../testing/issues.ts';
import { type Browser, openBrowser } from '../../testing/browser.ts';
import { askData, type Data } from '../../testing/client.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let categoryId: string;
let clients = 0;

test.beforeAll(async ({ app, town }) => {
  categoryId = await givenCategory(app, town);
});

test('confirming the address twice at once is confirming once, and moves nothing', async ({ app, town, mail }) => {
  const client = newClient(app);
  const email = newEmail();
  await reportAs(town, client, { email });
  const input = { token: tokenIn(await mail.next(email)) };
  const answers = await Promise.all([1, 2, 3].map(() => client.askData(confirm, { input })));
  for (const { confirmIssue } of answers) {
    expect(confirmIssue).toMatchObject({ issue: { status: 'SUBMITTED', version: 1 }, userErrors: [] });
    expect(confirmIssue.issue.history).toEqual([{ to: 'SUBMITTED', by: 'REPORTER' }]);
  }
  const wrong = await client.askData(confirm, { input: { token: 'AAAAA-AAAAA' } });
  expect(wrong.confirmIssue.userErrors).toEqual([{ code: 'UNKNOWN_LINK', path: ['token'] }]);
});

test('an address gets no news before the mailed link was used', async ({ app, town, clerk, mail }) => {
  const client = newClient(app);
  const email = newEmail();
  const other = newEmail();
  const issue = await reportAs(town, client, { email });
  const letter = await mail.next(email);
  await triage(app, clerk, issue, 1);
  const second = await reportAs(town, client, { email: other });
  await client.askData(confirm, { input: { token: tokenIn(await mail.next(other)) } });
  await triage(app, clerk, second, 1);
  await mail.next(other); // its turn came after the mail that must not be sent
  expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
  await client.askData(confirm, { input: { token: tokenIn(letter) } });
  const input = { issueId: issue.id, version: 2, to: 'ASSIGNED' };
  await askData(app.port, clerk, move, { input });
  expect((await mail.next(email)).text).toContain('Zugewiesen');
});

test('an address nobody confirmed is forgotten, and its link with it; the report stays', async ({
  app,
  town,
  mail,
}) => {
  const forgotten = newEmail();
  const issue = await reportAs(town, newClient(app), { email: forgotten });
  const kept = newEmail();
  const client = newClient(app);
  await reportAs(town, client, { email: kept });
  await client.askData(confirm, { input: { token: tokenIn(await mail.next(kept)) } });
  const em = app.services.em.fork();
  await em.execute(`update jobs.job set start_after = now() where name = 'issue.forgetAddress'`);
  const rowOf = async (reference: string): Promise<Data> =>
    (
      await em.execute('select reporter_email, status from issue where reference = ? and municipality_id = ?', [
        reference,
        town.municipalityId,
      ])
    )[0];
  await expect
    .poll(() => rowOf(issue.reference), { timeout: 10_000 })
    .toEqual({ reporter_email: null, status: 'SUBMITTED' });
  await expect.poll(async () => (await em.execute(waiting))[0]?.n, { timeout: 10_000 }).toBe(0);
  expect(await em.execute('select 1 as found from issue where reporter_email = ?', [kept])).toHaveLength(1);
  const late = await client.askData(confirm, { input: { token: tokenIn(await mail.next(forgotten)) } });
  expect(late.confirmIssue.userErrors).toEqual([{ code: 'UNKNOWN_LINK', path: ['token'] }]);
});
const waiting = `select count(*)::int as n from jobs.job where name = 'issue.forgetAddress' and state < 'completed'`;

test('nobody tries codes: right ones are not looked at any more after 120 from one client', async ({ app, town }) => {
  const client = newClient(app);
  const { reference, claimCode } = await reportAs(town, client);
  const guesses = Array.from(
    { length: 15 },
    (_, i) => `g${i}: issue(ags: $ags, reference: $reference, claimCode: "AAAAA-AAAA${i % 10}") { text }`,
  );
  const guess = `query($ags: String!, $reference: String!) { ${guesses.join(' ')} }`;
  const variables = { ags: town.ags, reference };
  for (let round = 0; round < 8; round++) await client.ask(guess, variables);
  const read = `query($ags: String!, $reference: String!, $claimCode: String) {
    issue(ags: $ags, reference: $reference, claimCode: $claimCode) { text } }`;
  const late = await client.ask(read, { ...variables, claimCode });
  expect(late.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  expect((await newClient(app).askData(read, { ...variables, claimCode })).issue.text).toBeTruthy();
});

test('choices that are none, and nonsense ids', async ({ app, town }) => {
  const client = newClient(app);
  for (const id of ['', 'nonsense', toGlobalId('Desk', town.deskId), toGlobalId('IssueCategory', randomUUID())]) {
    const input = { ...reportInput(town, categoryId), categoryId: id };
    const { reportIssue } = await client.askData(report, { input });
    expect(reportIssue.userErrors).toEqual([{ code: 'UNKNOWN_CATEGORY' }]);
  }
  const unknown = {
    input: reportInput(town, categoryId, { municipalityId: toGlobalId('Municipality', randomUUID()) }),
  };
  expect((await client.ask(report, unknown)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference } claimCode userErrors { code } } }`;
const confirm = `mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) {
  issue { status version history { to by } } userErrors { code path } } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { version } userErrors { code } } }`;

/** A client without an account, with a network address that no test has used yet. */
const newClient = (app: TestServer): Browser => openBrowser(app.port, `192.0.2.${++clients}`);
const newEmail = (): string => `${randomUUID()}@example.org`;
const tokenIn = ({ text }: { text: string }): string => /\/confirm\/([\w-]+)/.exec(text)?.[1] ?? '';

async function reportAs(town: Place, client: Browser, more: object = {}): Promise<Data> {
  const { reportIssue } = await client.askData(report, { input: reportInput(town, categoryId, more) });
  expect(reportIssue.userErrors).toEqual([]);
  return { ...reportIssue.issue, claimCode: reportIssue.claimCode };
}

async function triage(app: TestServer, clerk: Somebody, { id }: Data, version: number): Promise<void> {
  const input = { issueId: id, version, to: 'TRIAGED' };
  expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
}
