import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let clerk: Somebody;
let admin: Somebody;
let partner: Identified;

test.beforeAll(async ({ app, town: place }) => {
  [clerk, admin] = [await givenStaff(app, place, 'CLERK'), await givenStaff(app, place)];
  partner = await givenKey(app, place, ['issues:read']);
});

test('set aside it leaves board, partners, public pages and streams; undone it stands where it had stood', async ({
  app,
  town: place,
  citizen,
}) => {
  const issue = await givenIssue(app, place, citizen);
  await show(app, issue.id);
  expect(await places(app, place, issue.id)).toEqual(['board', 'partner', 'public', 'near', 'aside for partners']);
  const client = connect(app.port, clerk);
  const town = { id: toGlobalId('Municipality', place.municipalityId) };
  const stream = 'subscription($id: ID!) { issueBoard(municipalityId: $id) { entries { id } removedIds reset } }';
  const board = watch(client, stream, town);
  await board.until(({ data }) => data?.issueBoard.reset === true);
  expect(codes(await flag(app, clerk, issue.id, ' '))).toEqual(['REASON_REQUIRED']);
  expect((await flag(app, clerk, issue.id)).issue).toMatchObject({ flag: 'HIDDEN', isPublic: false });
  await board.until(({ data }) => data?.issueBoard.removedIds.includes(issue.id));
  expect(await places(app, place, issue.id)).toEqual(['aside']);
  expect(codes(await show(app, issue.id))).toEqual(['FLAGGED']);
  const read = 'query($id: ID!) { node(id: $id) { ... on Issue { text flag flagReason } } }';
  expect((await askData(app.port, citizen, read, { id: issue.id })).node).toMatchObject({
    flag: 'HIDDEN',
    flagReason: null,
  });
  expect((await askData(app.port, clerk, read, { id: issue.id })).node.flagReason).toBe('Nennt eine Person.');
  for (const who of [{}, partner]) {
    expect((await ask(app.port, who, read, { id: issue.id })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  }
  expect((await unflag(app, issue.id)).issue).toMatchObject({ flag: null, isPublic: true });
  await board.until(({ data }) => data?.issueBoard.entries.some(({ id }: Data) => id === issue.id));
  expect(await places(app, place, issue.id)).toEqual(['board', 'partner', 'public', 'near', 'aside for partners']);
  const audit = 'query($ags: String!) { municipality(ags: $ags) { audit(topic: ISSUES) { edges { node { kind } } } } }';
  const { municipality } = await askData(app.port, admin, audit, { ags: place.ags });
  const kinds = municipality.audit.edges.map(({ node }: Data) => node.kind);
  expect(kinds).toEqual(expect.arrayContaining(['ISSUE_SET_ASIDE', 'ISSUE_BROUGHT_BACK']));
  await client.dispose();
});

const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) {
  issue { status version fixedBy staffMoves lastMove { fixedBy } } userErrors { code path } } }`;
async function moveTo(
  app: TestServer,
  who: Identified,
  { id }: GivenIssue,
  version: number,
  to: string,
  more = {},
): Promise<Data> {
  return (await askData(app.port, who, move, { input: { issueId: id, to, version, ...more } })).moveIssue;
}

test('who fixed a defect is part of the state; praise and questions end at once, a question with words', async ({
  app,
  town: place,
  citizen,
}) => {
  const defect = await givenIssue(app, place, citizen);
  await moveTo(app, clerk, defect, 1, 'ASSIGNED');
  const fixed = await moveTo(app, clerk, defect, 2, 'RESOLVED', { fixedBy: 'NOBODY' });
  expect(fixed.issue).toMatchObject({ fixedBy: 'NOBODY', lastMove: { fixedBy: 'NOBODY' } });
  const of = async (kind: 'PRAISE' | 'QUESTION'): Promise<GivenIssue> =>
    givenIssue(app, place, citizen, { kind, categoryId: await givenCategory(app, place, kind) });
  const praise = await of('PRAISE');
  expect(codes(await moveTo(app, clerk, praise, 1, 'DECLINED', { reason: 'Nein' }))).toEqual(['ILLEGAL_MOVE']);
  const thanked = await moveTo(app, clerk, praise, 1, 'RESOLVED', { fixedBy: 'TOWN' });
  expect(thanked.issue).toMatchObject({ status: 'RESOLVED', fixedBy: null });
  const question = await of('QUESTION');
  expect((await moveTo(app, clerk, question, 1, 'RESOLVED')).userErrors).toEqual([
    { code: 'MESSAGE_REQUIRED', path: ['message'] },
  ]);
  expect((await moveTo(app, clerk, question, 1, 'RESOLVED', { message: 'Ja, ab Mai.' })).issue.status).toBe('RESOLVED');
});

const settings = `mutation($input: SetIssueSettingsInput!) { setIssueSettings(input: $input) {
  municipality { issueSettings { reopenDays labels { status de en plain } } } userErrors { code path } } }`;

test('a town sets for how long a report may be opened again, and how it calls a status', async ({ app, citizen }) => {
  const town = await givenPlace(app, 'Eigenstadt');
  const boss = await givenStaff(app, town);
  const office = await givenStaff(app, town, 'CLERK');
  const set = async (who: Identified, more: object): Promise<Data> => {
    const input = {
      municipalityId: toGlobalId('Municipality', town.municipalityId),
      reopenDays: 5,
      labels: [],
      ...more,
    };
    return (await askData(app.port, who, settings, { input })).setIssueSettings;
  };
  for (const reopenDays of [0, -3, 366]) {
    expect((await set(boss, { reopenDays })).userErrors).toEqual([{ code: 'BAD_DAYS', path: ['reopenDays'] }]);
  }
  const label = { status: 'RESOLVED', de: 'Abgehakt', plain: 'Fertig' };
  expect(codes(await set(boss, { labels: [label, label] }))).toEqual(['SAME_STATUS_TWICE']);
  await expect(set(office, {})).rejects.toThrow('FORBIDDEN');
  const done = await set(boss, { labels: [label] });
  expect(done.municipality.issueSettings).toEqual({ reopenDays: 5, labels: [{ ...label, en: null }] });

  const issue = await givenIssue(app, town, citizen);
  await moveTo(app, office, issue, 1, 'ASSIGNED');
  await moveTo(app, office, issue, 2, 'RESOLVED');
  const read = `query($id: ID!) { node(id: $id) { ... on Issue {
    de: statusLabel en: statusLabel(locale: "en") plain: statusLabel(locale: "de-x-leicht") } } }`;
  expect((await askData(app.port, citizen, read, { id: issue.id })).node).toEqual({
    de: 'Abgehakt',
    en: null,
    plain: 'Fertig',
  });
  const em = app.services.em.fork();
  await em.execute(
    `update issue set updated_at = now() - interval '6 days' where reference = ? and municipality_id = ?`,
    [issue.reference, town.municipalityId],
  );
  const late = await moveTo(app, citizen, issue, 3, 'ASSIGNED', { message: 'Noch kaputt.' });
  expect(codes(late)).toEqual(['REOPEN_TOO_LATE']);
  await set(boss, { reopenDays: 10 });
  expect(codes(await moveTo(app, citizen, issue, 3, 'ASSIGNED', { message: 'Noch kaputt.' }))).toEqual([]);
});

const codes = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
async function act(app: TestServer, who: Identified, call: string, variables: object): Promise<Data> {
  const query = `mutation($id: ID!, $on: Boolean, $reason: String) { it: ${call} {
    issue { id flag isPublic version } userErrors { code } } }`;
  const used = query.replace('$on: Boolean, ', call.includes('$on') ? '$on: Boolean!, ' : '');
  return (
    await askData(
      app.port,
      who,
      used.replace('$reason: String', call.includes('$reason') ? '$reason: String!' : ''),
      variables,
    )
  ).it;
}
const flag = (app: TestServer, who: Identified, id: string, reason = 'Nennt eine Person.'): Promise<Data> =>
  act(app, who, 'flagIssue(input: { issueId: $id, flag: HIDDEN, reason: $reason })', { id, reason });
const unflag = (app: TestServer, id: string): Promise<Data> =>
  act(app, clerk, 'unflagIssue(input: { issueId: $id })', { id });
const show = (app: TestServer, id: string): Promise<Data> =>
  act(app, clerk, 'setIssueVisibility(input: { issueId: $id, isPublic: $on })', { id, on: true });

/** Lists and pages that contain the report. */
async function places(app: TestServer, place: Place, id: string): Promise<string[]> {
  const ids = async (who: Identified, list: string): Promise<string[]> => {
    const query = `query($ags: String!) { municipality(ags: $ags) { it: ${list} { edges { node { id } } } } }`;
    return (await askData(app.port, who, query, { ags: place.ags })).municipality.it.edges.map(
      ({ node }: Data) => node.id,
    );
  };
  const near = `query($id: ID!) { it: issuesNear(municipalityId: $id, point: { lat: 50.6, lon: 7.2 }) { issue { id } } }`;
  const town = { id: toGlobalId('Municipality', place.municipalityId) };
  const found: Record<string, string[]> = {
    board: await ids(clerk, 'issues'),
    partner: await ids(partner, 'issues'),
    public: await ids({}, 'publicIssues'),
    near: (await askData(app.port, {}, near, town)).it.map(({ issue }: Data) => issue.id),
    aside: await ids(clerk, 'issues(filter: { flagged: true })'),
    'aside for partners': await ids(partner, 'issues(filter: { flagged: true })'),
  };
  return Object.keys(found).filter((name) => found[name]?.includes(id));
}
