import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenStaff, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { givenCategory, reportInput } from '../../testing/issues.ts';
import { type Browser, openBrowser } from '../../testing/browser.ts';
import { askData, type Data } from '../../testing/client.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
let clerk: Somebody;
let categoryId: string;
let clients = 0;

beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url, trustProxy: 1 });
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'CLERK');
  categoryId = await givenCategory(app, place);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference } claimCode userErrors { code } } }`;
const confirm = `mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) {
  issue { status version history { to by } } userErrors { code path } } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { version } userErrors { code } } }`;

/** A client without an account, with a network address that no test has used yet. */
const newClient = (): Browser => openBrowser(app.port, `192.0.2.${++clients}`);
const newEmail = (): string => `${randomUUID()}@example.org`;
const tokenIn = ({ text }: { text: string }): string => /\/confirm\/([\w-]+)/.exec(text)?.[1] ?? '';

async function reportAs(client: Browser, more: object = {}): Promise<Data> {
  const { reportIssue } = await client.askData(report, { input: reportInput(place, categoryId, more) });
  expect(reportIssue.userErrors).toEqual([]);
  return { ...reportIssue.issue, claimCode: reportIssue.claimCode };
}

async function triage({ id }: Data, version: number): Promise<void> {
  const input = { issueId: id, version, to: 'TRIAGED' };
  expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
}

test('confirming the address twice at once is confirming once, and moves nothing', async () => {
  const client = newClient();
  const email = newEmail();
  await reportAs(client, { email });
  const input = { token: tokenIn(await mail.next(email)) };
  const answers = await Promise.all([1, 2, 3].map(() => client.askData(confirm, { input })));
  for (const { confirmIssue } of answers) {
    expect(confirmIssue).toMatchObject({ issue: { status: 'SUBMITTED', version: 1 }, userErrors: [] });
    expect(confirmIssue.issue.history).toEqual([{ to: 'SUBMITTED', by: 'REPORTER' }]);
  }
  const wrong = await client.askData(confirm, { input: { token: 'AAAAA-AAAAA' } });
  expect(wrong.confirmIssue.userErrors).toEqual([{ code: 'UNKNOWN_LINK', path: ['token'] }]);
});

test('an address gets no news before the mailed link was used', async () => {
  const client = newClient();
  const email = newEmail();
  const other = newEmail();
  const issue = await reportAs(client, { email });
  const letter = await mail.next(email);
  await triage(issue, 1);
  const second = await reportAs(client, { email: other });
  await client.askData(confirm, { input: { token: tokenIn(await mail.next(other)) } });
  await triage(second, 1);
  await mail.next(other); // its turn came after the mail that must not be sent
  expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
  await client.askData(confirm, { input: { token: tokenIn(letter) } });
  const input = { issueId: issue.id, version: 2, to: 'ASSIGNED' };
  await askData(app.port, clerk, move, { input });
  expect((await mail.next(email)).text).toContain('Zugewiesen');
});

test('an address nobody confirmed is forgotten, and its link with it; the report stays', async () => {
  const forgotten = newEmail();
  const issue = await reportAs(newClient(), { email: forgotten });
  const kept = newEmail();
  const client = newClient();
  await reportAs(client, { email: kept });
  await client.askData(confirm, { input: { token: tokenIn(await mail.next(kept)) } });
  const em = app.services.em.fork();
  await em.execute(`update jobs.job set start_after = now() where name = 'issue.forgetAddress'`);
  const rowOf = async (reference: string): Promise<Data> =>
    (await em.execute('select reporter_email, status from issue where reference = ?', [reference]))[0];
  await expect
    .poll(() => rowOf(issue.reference), { timeout: 10_000 })
    .toEqual({ reporter_email: null, status: 'SUBMITTED' });
  await expect.poll(async () => (await em.execute(waiting))[0]?.n, { timeout: 10_000 }).toBe(0);
  expect(await em.execute('select 1 as found from issue where reporter_email = ?', [kept])).toHaveLength(1);
  const late = await client.askData(confirm, { input: { token: tokenIn(await mail.next(forgotten)) } });
  expect(late.confirmIssue.userErrors).toEqual([{ code: 'UNKNOWN_LINK', path: ['token'] }]);
});
const waiting = `select count(*)::int as n from jobs.job where name = 'issue.forgetAddress' and state < 'completed'`;

test('nobody tries codes: right ones are not looked at any more after 120 from one client', async () => {
  const client = newClient();
  const { reference, claimCode } = await reportAs(client);
  const guesses = Array.from(
    { length: 15 },
    (_, i) => `g${i}: issue(ags: $ags, reference: $reference, claimCode: "AAAAA-AAAA${i % 10}") { text }`,
  );
  const guess = `query($ags: String!, $reference: String!) { ${guesses.join(' ')} }`;
  const variables = { ags: place.ags, reference };
  for (let round = 0; round < 8; round++) await client.ask(guess, variables);
  const read = `query($ags: String!, $reference: String!, $claimCode: String) {
    issue(ags: $ags, reference: $reference, claimCode: $claimCode) { text } }`;
  const late = await client.ask(read, { ...variables, claimCode });
  expect(late.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  expect((await newClient().askData(read, { ...variables, claimCode })).issue.text).toBeTruthy();
});

test('choices that are none, and nonsense ids', async () => {
  const client = newClient();
  for (const id of ['', 'nonsense', toGlobalId('Desk', place.deskId), toGlobalId('IssueCategory', randomUUID())]) {
    const input = { ...reportInput(place, categoryId), categoryId: id };
    const { reportIssue } = await client.askData(report, { input });
    expect(reportIssue.userErrors).toEqual([{ code: 'UNKNOWN_CATEGORY' }]);
  }
  const unknown = {
    input: reportInput(place, categoryId, { municipalityId: toGlobalId('Municipality', randomUUID()) }),
  };
  expect((await client.ask(report, unknown)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});
