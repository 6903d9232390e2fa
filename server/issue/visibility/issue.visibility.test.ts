import { expect } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('everybody sees what it is and what the town hall answers, never who reported it or what is said between them', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const { id, reference } = await givenIssue(app, town, citizen);
  const steps: [Somebody, object][] = [
    [clerk, { to: 'ASSIGNED', reason: 'innen: dringend', message: 'Wir kümmern uns.' }],
    [clerk, { to: 'WAITING_ON_REPORTER', message: 'Ist es vor Ihrem Haus?' }],
    [citizen, { to: 'ASSIGNED', message: 'Ja, ich wohne Nummer 16.' }],
    [clerk, { to: 'FORWARDED', addressee: 'Frau Krause, Kreis', message: 'Der Kreis baut.' }],
  ];
  const wanted = { ags: town.ags, reference };
  for (const [n, [who, step]] of steps.entries()) {
    const made = await askData(app.port, who, move, { input: { issueId: id, version: n + 1, ...step } });
    expect(made.moveIssue.userErrors).toEqual([]);
  }
  expect((await ask(app.port, {}, report, wanted)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  expect(await setVisibility(app, clerk, id, true)).toEqual({ isPublic: true });
  for (const who of [{}, await givenPerson(app, town)]) {
    const { issue } = await askData(app.port, who, report, wanted);
    expect(issue).toMatchObject({
      isPublic: true,
      viewerIsReporter: false,
      status: 'FORWARDED',
      reporterEmail: null,
      reporterMoves: [],
      desk: null,
    });
    expect(issue.history.map(({ to, message }: Data) => [to, message])).toEqual([
      ['SUBMITTED', null],
      ['ASSIGNED', 'Wir kümmern uns.'],
      ['WAITING_ON_REPORTER', null],
      ['ASSIGNED', null],
      ['FORWARDED', 'Der Kreis baut.'],
    ]);
    for (const step of issue.history) {
      expect(step).toMatchObject({ reason: null, addressee: null, actorName: null, desk: null });
    }
  }
  const own = (await askData(app.port, citizen, report, wanted)).issue;
  expect(own.viewerIsReporter).toBe(true);
  expect((await askData(app.port, clerk, report, wanted)).issue.viewerIsReporter).toBe(false);
  expect(own.reporterMoves).not.toEqual([]);
  expect(own.history[1].reason).toBe('innen: dringend');
  expect(own.history[4].addressee).toBe('Frau Krause, Kreis');
  expect(await setVisibility(app, clerk, id, false)).toEqual({ isPublic: false });
  expect((await ask(app.port, {}, report, wanted)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

test('the town hall decides; complaints stay closed, and reports without an account until staff show them; taken back is taken from everybody', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const { id } = await givenIssue(app, town, citizen);
  const elsewhere = await givenStaff(app, await givenPlace(app, 'Anderswo'));
  expect(await setVisibility(app, {}, id, true)).toBe('UNAUTHENTICATED');
  for (const who of [citizen, elsewhere, await givenStaff(app, town, 'EDITOR')]) {
    expect(await setVisibility(app, who, id, true)).toBe('FORBIDDEN');
  }
  const categoryId = await givenCategory(app, town, 'COMPLAINT');
  const complaint = await givenIssue(app, town, citizen, { kind: 'COMPLAINT', categoryId });
  expect(await setVisibility(app, clerk, complaint.id, true)).toBe('NEVER_PUBLIC');
  const unread = await givenIssue(app, town, {}, { email: 'a@example.org' });
  const look = `{ node(id: "${unread.id}") { ... on Issue { status } } }`;
  expect((await ask(app.port, {}, look)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  expect(await setVisibility(app, clerk, unread.id, true)).toEqual({ isPublic: true });
  expect((await askData(app.port, {}, look)).node).toEqual({ status: 'SUBMITTED' });
  expect(await setVisibility(app, clerk, id, true)).toEqual({ isPublic: true });
  const client = connect(app.port, {});
  const stream = watch(client, 'subscription($id: ID!) { issue(id: $id) { issue { status } } }', { id });
  await stream.until(({ data }) => data?.issue.issue.status === 'SUBMITTED');
  const input = { issueId: id, version: 1, to: 'WITHDRAWN' };
  expect((await askData(app.port, citizen, move, { input })).moveIssue.userErrors).toEqual([]);
  await stream.ended;
  expect(stream.messages.filter(({ data }) => data != null)).toHaveLength(1);
  expect(await setVisibility(app, clerk, id, true)).toBe('NOT_PUBLISHABLE');
  await client.dispose();
});

const show = `mutation($id: ID!, $isPublic: Boolean!) { setIssueVisibility(input: { issueId: $id, isPublic: $isPublic }) {
  issue { isPublic } userErrors { code path } } }`;
const report = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) {
  isPublic viewerIsReporter text status category { name } place { address } reporterEmail reporterMoves desk { name }
  history { to by reason message addressee actorName desk { name } } } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }`;

async function setVisibility(app: TestServer, who: Identified, id: string, isPublic: boolean): Promise<Data> {
  const { data, errors } = await ask(app.port, who, show, { id, isPublic });
  return errors?.[0]?.extensions?.code ?? data.setIssueVisibility.userErrors[0]?.code ?? data.setIssueVisibility.issue;
}
