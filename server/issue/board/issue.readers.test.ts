import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { type Answer, ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let ada: Somebody;
let bob: Somebody;

test.beforeAll(async ({ app, town }) => {
  ada = await givenStaff(app, town, 'CLERK');
  bob = await givenStaff(app, town, 'EDITOR');
  await app.services.em.fork().execute('update person set display_name = ? where id = ?', ['Ada', ada.personId]);
});

test('colleagues see which report somebody has open, until it is closed', async ({ app, town }) => {
  const one = await givenIssue(app, town, {});
  const other = await givenIssue(app, town, {});
  const board = open(app, town, bob);
  expect(readersOf(await board.until(() => true))).toEqual([]);
  await reads(app, ada, one.id);
  const shown = readersOf(await board.until((message) => readersOf(message).length === 1));
  expect(shown[0]).toMatchObject({ issueId: one.id, name: 'Ada', readerId: toGlobalId('Viewer', ada.personId) });
  expect(Date.parse(shown[0].until) - Date.now()).toBeGreaterThan(30_000);
  await reads(app, bob, one.id);
  await board.until((message) => readersOf(message).length === 2);
  await reads(app, ada, other.id);
  await board.until((message) => readersOf(message).some(({ issueId }) => issueId === other.id));
  expect(
    readersOf(board.messages.at(-1)!)
      .map(({ issueId }) => issueId)
      .sort(),
  ).toEqual([one.id, other.id].sort());
  const before = board.messages.length;
  await reads(app, ada, other.id, false);
  await reads(app, bob, one.id, false);
  await expect.poll(() => readersOf(board.messages.at(-1)!), { timeout: 10_000 }).toEqual([]);
  expect(board.messages.length).toBeGreaterThan(before);
});

test('who has gone on to another report stays there when the goodbye of the first comes late', async ({
  app,
  town,
}) => {
  const one = await givenIssue(app, town, {});
  const other = await givenIssue(app, town, {});
  const board = open(app, town, bob);
  await reads(app, ada, one.id);
  await reads(app, ada, other.id);
  await reads(app, ada, one.id, false);
  await reads(app, bob, one.id);
  const isBob = ({ readerId }: Data): boolean => readerId === toGlobalId('Viewer', bob.personId);
  const shown = readersOf(await board.until((message) => readersOf(message).some(isBob)));
  expect(shown.map(({ issueId }) => issueId).sort()).toEqual([one.id, other.id].sort());
  await reads(app, ada, other.id, false);
  await reads(app, bob, one.id, false);
  await board.until((message) => readersOf(message).length === 0);
});

test('nobody but the town hall says or hears who reads', async ({ app, town }) => {
  const issue = await givenIssue(app, town, {});
  const strange = await givenStaff(app, await givenPlace(app), 'ADMIN');
  const partner = await givenKey(app, town, ['issues:read', 'issues:write']);
  const cases: [Identified, string, string][] = [
    [{}, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
    [await givenPerson(app, town), 'FORBIDDEN', 'FORBIDDEN'],
    [strange, 'NOT_FOUND', 'FORBIDDEN'],
    [partner, 'FORBIDDEN', 'FORBIDDEN'],
  ];
  for (const [who, heard, said] of cases) {
    const stream = open(app, town, who);
    await stream.ended;
    expect(stream.messages[0]?.errors?.[0]?.extensions?.code).toBe(heard);
    const { errors } = await ask(app.port, who, mark, { id: issue.id, isReading: true });
    expect(errors?.[0]?.extensions.code).toBe(said);
  }
});

const live = `subscription($town: ID!) { issueReaders(municipalityId: $town) { readers { issueId readerId name until } } }`;
const mark = `mutation($id: ID!, $isReading: Boolean!) { markReading(input: { issueId: $id, isReading: $isReading }) { userErrors { code } } }`;
const readersOf = ({ data }: Answer): Data[] => data?.issueReaders.readers;
const open = (app: TestServer, town: Place, who: Identified) =>
  watch(connect(app.port, who), live, { town: toGlobalId('Municipality', town.municipalityId) });
const reads = (app: TestServer, who: Identified, id: string, isReading = true): Promise<Data> =>
  askData(app.port, who, mark, { id, isReading });
