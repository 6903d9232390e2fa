import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { createDesk } from '../../municipality/municipality.service.ts';
import { fillBoard } from '../../testing/board.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { givenCategory, givenIssue, reportInput } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { test } from '../../testing/fixtures.ts';

test('each filter finds its own, and the counts agree with the cards', async ({ app, town: place, clerk }) => {
  const citizen = await givenPerson(app, place);
  const here = { address: 'Linzer Straße 16' };
  const there = { address: 'Am 100%-Weg_1' };
  const plain = await givenIssue(app, place, citizen, here);
  const odd = await givenIssue(app, place, citizen, there);
  const categoryId = await givenCategory(app, place, 'PRAISE');
  const query = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) { issue { reference } } }`;
  const input = reportInput(place, categoryId, { kind: 'PRAISE', idempotencyKey: randomUUID() });
  const { reportIssue } = await askData(app.port, citizen, query, { input });
  const ctx = forkContext(app.services, system);
  const deskId = toGlobalId('Desk', (await createDesk(ctx, place.municipalityId, 'Bauhof')).id);
  const ownDesk = toGlobalId('Desk', place.deskId);
  const assigned = await givenIssue(app, place, citizen, here);
  const admin = await givenStaff(app, place, 'ADMIN');
  let version = await move(app, clerk, assigned.id, assigned.version, 'ASSIGNED', { deskId });
  version = await move(app, clerk, assigned.id, version, 'DECLINED', { reason: 'nein' }, admin);
  await move(app, clerk, assigned.id, version, 'ASSIGNED', { reason: 'doch', deskId });

  const expectCards = async (wanted: Wanted, cards: readonly string[]): Promise<void> => {
    const found = await read(app, place, clerk, wanted);
    expect(found.cards, JSON.stringify(wanted)).toEqual(cards);
    expect(sum(found.counts), JSON.stringify(wanted)).toBe(cards.length);
  };
  const a = plain.reference;
  const b = odd.reference;
  const c = reportIssue.issue.reference;
  const d = assigned.reference;
  await expectCards({}, [d, c, b, a]);
  await expectCards({ stages: ['NEW'] }, [c, b, a]);
  await expectCards({ deskId }, [d]);
  await expectCards({ deskId: ownDesk }, [c, b, a]);
  await expectCards({ withoutDesk: true }, []);
  await expectCards({ categoryId }, [c]);
  await expectCards({ kind: 'PRAISE' }, [c]);
  await expectCards({ street: 'linzer' }, [d, c, a]);
  await expectCards({ street: '0%-weg_' }, [b]);
  await expectCards({ street: '1%6' }, []);
  await expectCards({ reopened: true }, [d]);
  await expectCards({ reopened: true, stages: ['DONE'] }, []);
  await expectCards({ mine: true }, [c, b, a]);
  await expectCards({ overdue: true }, []);
  const late = `update issue set due_at = now() - interval '1 second' where id = ?`;
  await app.services.em.fork().execute(late, [idOf('Issue', odd.id)]);
  await expectCards({ overdue: true }, [b]);
  await expectCards({ overdue: true, kind: 'PRAISE' }, []);
  await expectCards({ dueToday: true }, [b]);
  expect((await read(app, place, clerk, {})).counts).toContainEqual({ stage: 'IN_PROGRESS', deskId, count: 1 });
  expect((await read(app, place, admin, { mine: true })).cards).toEqual([]);
});

test('due today, new since yesterday and waiting for an answer: by the days of the municipality, for staff', async ({
  app,
  town: place,
}) => {
  const town = await givenPlace(app);
  const staff = await givenStaff(app, town, 'CLERK');
  const citizen = await givenPerson(app, town);
  const timeZone = 'Pacific/Auckland';
  const em = app.services.em.fork();
  await em.execute('update municipality set time_zone = ? where id = ?', [timeZone, town.municipalityId]);
  const today = Temporal.Now.zonedDateTimeISO(timeZone).startOfDay();
  const given = async (column: 'due_at' | 'created_at', at: Temporal.ZonedDateTime): Promise<string> => {
    const { id, reference } = await givenIssue(app, town, citizen);
    const sql = `update issue set due_at = null, created_at = created_at - interval '9 days' where id = ?`;
    await em.execute(sql, [idOf('Issue', id)]);
    await em.execute(`update issue set ${column} = ? where id = ?`, [at.toInstant().toString(), idOf('Issue', id)]);
    return reference;
  };
  const dueToday = await given('due_at', today.add({ days: 1 }).subtract({ seconds: 1 }));
  await given('due_at', today.add({ days: 1 }));
  const overdue = await given('due_at', today.subtract({ days: 3 }));
  const madeYesterday = await given('created_at', today.subtract({ days: 1 }));
  await given('created_at', today.subtract({ days: 1, seconds: 1 }));
  const waiting = await givenIssue(app, town, citizen);
  await em.execute(`update issue set due_at = null where id = ?`, [idOf('Issue', waiting.id)]);
  await comment(app, citizen, waiting.id, 'PRIVATE', { text: 'Wie geht es weiter?' });

  const expectCards = async (filter: Wanted, cards: readonly string[]): Promise<void> => {
    const found = await read(app, place, staff, filter, town);
    expect(found.cards.toSorted(), JSON.stringify(filter)).toEqual(cards.toSorted());
    expect(sum(found.counts), JSON.stringify(filter)).toBe(cards.length);
  };
  await expectCards({ dueToday: true }, [dueToday, overdue]);
  await expectCards({ sinceYesterday: true }, [madeYesterday, waiting.reference]);
  await expectCards({ unanswered: true }, [waiting.reference]);
  await expectCards({ unanswered: true, dueToday: true }, []);
  await comment(app, staff, waiting.id, 'PRIVATE', { text: 'Morgen.' });
  await expectCards({ unanswered: true }, []);

  const { key } = await givenKey(app, town, ['issues:read']);
  expect((await read(app, place, { key }, { sinceYesterday: true }, town)).cards).toHaveLength(2);
  for (const internal of [{ dueToday: true }, { unanswered: true }])
    await expect(read(app, place, { key }, internal, town), JSON.stringify(internal)).rejects.toThrow('FORBIDDEN');
});

test('a filter of another desk, an unknown category and too long a street find nothing or say so', async ({
  app,
  town: place,
  clerk,
}) => {
  const other = await givenPlace(app);
  expect((await read(app, place, clerk, { deskId: toGlobalId('Desk', other.deskId) })).cards).toEqual([]);
  expect((await read(app, place, clerk, { categoryId: 'nonsense' })).cards).toEqual([]);
  await expect(read(app, place, clerk, { street: 'x'.repeat(201) })).rejects.toThrow();
});

test('a big board is read page by page, newest first, without a card twice or none', async ({ app, town: place }) => {
  const town = await givenPlace(app);
  const staff = await givenStaff(app, town, 'CLERK');
  for (let n = 0; n < 3; n++) await givenCategory(app, town);
  const em = app.services.em.fork();
  await fillBoard((sql, params) => em.execute(sql, [...params]), { ...town, open: 320, done: 60 });
  const seen: Data[] = [];
  let after: string | null = null;
  do {
    const asked = { ags: town.ags, stages: ['IN_PROGRESS'], after };
    const { municipality } = await askData(app.port, staff, list, asked);
    seen.push(...municipality.issues.edges.map(({ node }: Data) => node));
    after = municipality.issues.pageInfo.hasNextPage ? municipality.issues.pageInfo.endCursor : null;
  } while (after !== null);
  const times = seen.map(({ createdAt }) => createdAt);
  expect(times).toEqual([...times].sort().reverse());
  expect(new Set(seen.map(({ reference }) => reference)).size).toBe(seen.length);
  const { counts } = await read(app, place, staff, { stages: ['IN_PROGRESS'] }, town);
  expect([seen.length, sum(counts)]).toEqual([136, 136]);
  const statements = await statementsOf(app, () => read(app, place, staff, {}, town));
  expect(statements.filter((text) => text.includes('(w.statuses)'))).toHaveLength(2);
});

test('to a program complaints are neither cards nor numbers', async ({ app, town: place }) => {
  const town = await givenPlace(app);
  const citizen = await givenPerson(app, town);
  await givenIssue(app, town, citizen);
  const categoryId = await givenCategory(app, town, 'COMPLAINT');
  const query = 'mutation($input: ReportIssueInput!) { reportIssue(input: $input) { issue { id } } }';
  await askData(app.port, citizen, query, { input: reportInput(town, categoryId, { kind: 'COMPLAINT' }) });
  const { key } = await givenKey(app, town, ['issues:read']);
  const staff = await givenStaff(app, town, 'CLERK');
  const seen = await Promise.all([read(app, place, { key }, {}, town), read(app, place, staff, {}, town)]);
  expect(seen.map(({ cards, counts }) => [cards.length, sum(counts)])).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

const fields = `edges { node { reference stage createdAt isReopened } } pageInfo { hasNextPage endCursor }`;
const list = `query($ags: String!, $stages: [IssueStage!], $filter: IssueFilter, $order: IssueOrder! = NEWEST,
  $after: PageCursor) { municipality(ags: $ags) {
  issues(stages: $stages, filter: $filter, order: $order, first: 100, after: $after) { ${fields} }
  issueCounts(stages: $stages, filter: $filter) { stage deskId count } } }`;

interface Wanted {
  readonly stages?: readonly string[];
  readonly [filter: string]: unknown;
}
async function read(
  app: TestServer,
  place: Place,
  who: Identified,
  { stages, ...filter }: Wanted,
  town = place,
): Promise<{ cards: string[]; counts: Data[] }> {
  const { municipality } = await askData(app.port, who, list, { ags: town.ags, stages, filter });
  const cards = municipality.issues.edges.map(({ node }: Data) => node.reference);
  return { cards, counts: municipality.issueCounts };
}
const sum = (counts: readonly Data[]): number => counts.reduce((total, { count }) => total + Number(count), 0);

async function move(
  app: TestServer,
  clerk: Somebody,
  issueId: string,
  version: number,
  to: string,
  more: object = {},
  who = clerk,
): Promise<number> {
  const query =
    'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { version } userErrors { code } } }';
  const { moveIssue } = await askData(app.port, who, query, { input: { issueId, version, to, ...more } });
  expect(moveIssue.userErrors).toEqual([]);
  return moveIssue.issue.version;
}
