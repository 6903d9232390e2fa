import { expect } from 'vitest';
import { Person } from '../../identity/identity.entity.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, givenStaff } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test.beforeAll(async ({ app, clerk }) => {
  await app.services.em.fork().nativeUpdate(Person, clerk.personId, { displayName: 'Petra Klein' });
});

test('without words of staff it is category and place in each language of the category', async ({
  app,
  town,
  citizen,
}) => {
  const categoryId = await givenCategory(app, town, 'DEFECT', { variants: [{ locale: 'en', name: 'Pothole' }] });
  const issue = await givenIssue(app, town, citizen, { categoryId });
  const { title, en, titleVariants, staffTitle } = await read(app, citizen, issue);
  expect(title).toMatch(/^Straße .+, Linzer Straße 16$/);
  expect([en, staffTitle]).toEqual(['Pothole, Linzer Straße 16', null]);
  expect(titleVariants).toEqual([{ locale: 'en', title: 'Pothole, Linzer Straße 16' }]);
});

test('staff write a title, which everybody reads; only staff read who changed it', async ({
  app,
  town,
  admin,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const done = await setTitle(app, clerk, issue, ' Loch vor der Schule ');
  expect(done).toEqual({
    userErrors: [],
    issue: { version: 2, title: 'Loch vor der Schule', staffTitle: 'Loch vor der Schule' },
  });
  const own = await read(app, citizen, issue);
  expect(own).toMatchObject({ en: 'Loch vor der Schule', titleVariants: [], titleChanges: [], version: 2 });
  expect(own.history).toHaveLength(1);
  expect(codes(await setTitle(app, clerk, issue, null, 2))).toEqual([]);
  const { titleChanges, title } = await read(app, admin, issue);
  expect(titleChanges.map((change: Data) => change.title)).toEqual(['Loch vor der Schule', null]);
  expect(titleChanges[0].actorName).toBe('Petra Klein');
  expect(title).toContain('Linzer Straße 16');
  const log = `query($ags: String!) { municipality(ags: $ags) { audit(first: 20) { edges { node { kind } } } } }`;
  const { edges } = (await askData(app.port, admin, log, { ags: town.ags })).municipality.audit;
  expect(edges.filter(({ node }: Data) => node.kind === 'ISSUE_TITLED').length).toBeGreaterThanOrEqual(2);
});

test('of two titles on the same version the second is a conflict, and a bad one changes nothing', async ({
  app,
  town,
  admin,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  expect(codes(await setTitle(app, clerk, issue, 'x'))).toEqual(['TOO_SHORT']);
  expect(codes(await setTitle(app, clerk, issue, 'Zwei\nZeilen'))).toEqual(['BAD_CHARACTERS']);
  const both = await Promise.all([
    setTitle(app, clerk, issue, 'Erster Titel'),
    setTitle(app, admin, issue, 'Zweiter Titel'),
  ]);
  expect(both.flatMap(codes)).toEqual(['CONFLICT']);
  expect((await read(app, admin, issue)).titleChanges).toHaveLength(1);
});

test('neither the reporter nor a stranger nor staff of another town may write it', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const foreign = await givenStaff(app, await givenPlace(app, 'Anderswo'), 'CLERK');
  const refused = async (who: Identified) =>
    (await ask(app.port, who, set, { input: { issueId: issue.id, title: 'Meins', version: 1 } })).errors?.[0]
      ?.extensions.code;
  expect([await refused(citizen), await refused({}), await refused(foreign)]).toEqual([
    'FORBIDDEN',
    'UNAUTHENTICATED',
    'FORBIDDEN',
  ]);
  expect((await read(app, clerk, issue)).staffTitle).toBeNull();
});

test('open boards and maps read the new title at once, and later steps work on the new version', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const show = `mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }`;
  await askData(app.port, clerk, show, { id: issue.id });
  const clients = [connect(app.port, clerk), connect(app.port, {})];
  const id = toGlobalId('Municipality', town.municipalityId);
  const watching = ['issueBoard', 'publicIssues'].map((field, n) => {
    const query = `subscription($id: ID!) { it: ${field}(municipalityId: $id) { entries { id title } } }`;
    return watch(clients[n] ?? connect(app.port, {}), query, { id });
  });
  const has =
    (title: RegExp) =>
    ({ data }: { data?: Data }) =>
      data.it.entries.some((one: Data) => one.id === issue.id && title.test(one.title));
  for (const stream of watching) await stream.until(has(/Linzer/));
  await setTitle(app, clerk, issue, 'Loch vor der Schule');
  for (const stream of watching) await stream.until(has(/^Loch vor der Schule$/));
  for (const client of clients) await client.dispose();
  const desk = `mutation($input: RerouteIssueInput!) { done: rerouteIssue(input: $input) { userErrors { code } issue { version } } }`;
  const input = { issueId: issue.id, version: 2, reason: 'Andere Art', categoryId: await givenCategory(app, town) };
  const { done } = await askData(app.port, clerk, desk, { input });
  expect(done).toEqual({ userErrors: [], issue: { version: 3 } });
  const move = `mutation($input: MoveIssueInput!) { done: moveIssue(input: $input) { userErrors { code } } }`;
  const step = { issueId: issue.id, to: 'TRIAGED', isUndoable: true };
  await askData(app.port, clerk, move, { input: { ...step, version: 3 } });
  await setTitle(app, clerk, issue, 'Noch ein Titel', 4);
  const undo = `mutation($id: ID!, $v: Int!) { done: undoMove(input: { issueId: $id, version: $v }) { userErrors { code } issue { status title } } }`;
  const undone = (await askData(app.port, clerk, undo, { id: issue.id, v: 4 })).done;
  expect(undone).toEqual({ userErrors: [], issue: { status: 'SUBMITTED', title: 'Noch ein Titel' } });
});

const set = `mutation($input: SetIssueTitleInput!) { done: setIssueTitle(input: $input) {
  issue { version title staffTitle } userErrors { code path } } }`;
const seen = `query($id: ID!) { node(id: $id) { ... on Issue { version title en: title(locale: "en") staffTitle
  titleVariants { locale title } titleChanges { title actorName } history { to } } } }`;

async function setTitle(
  app: TestServer,
  who: Identified,
  issue: GivenIssue,
  title: string | null,
  version = 1,
): Promise<Data> {
  return (await askData(app.port, who, set, { input: { issueId: issue.id, title, version } })).done;
}
const read = async (app: TestServer, who: Identified, { id }: GivenIssue): Promise<Data> =>
  (await askData(app.port, who, seen, { id })).node;
const codes = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
