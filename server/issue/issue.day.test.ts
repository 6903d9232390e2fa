import { randomUUID } from 'node:crypto';
import { expect, inject } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { deskNames, type Matter, matterNames, matters, openTownHall, spots, type TownHall } from '../testing/day.ts';
import { type TestServer } from '../testing/server.ts';
import { quietTest as test } from '../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});

/**
 * A day at the town hall: reports of every matter at real places, twelve desks, four colleagues who work at the same time.
 * With FULL=1 and on PostgreSQL there are several of each matter and place.
 */
const cells = spots.length * matterNames.length;
const reports = inject('rowChoice') === 'all' ? 500 : cells;
let hall: TownHall;
const refused: string[] = [];
/** Cards of the board after the last report. */
let cards: Data[];
test.beforeAll(async ({ app }) => {
  hall = await openTownHall(app);
  const citizens = await givenPeople(app, hall.place, Math.ceil(reports / 10));
  setTime(app, '2026-03-26T08:00:00.000Z');
  const all = Array.from({ length: reports }, (_, i) => i);
  await inTurns(all, 8, async (i) => {
    const who = citizens[i % citizens.length] ?? {};
    const { userErrors } = (await askData(app.port, who, report, { input: reportAt(i).input })).reportIssue;
    refused.push(...userErrors.map(({ code }: Data) => code));
  });
  cards = await readBoard(app, hall.admin);
  setTime(app);
}, 300_000);

test(`${reports} reports: each on the desk of the table, none on no desk`, () => {
  expect(refused).toEqual([]);
  expect(cards.length).toBe(reports);
  const spotOf = new Map(spots.map((spot) => [spot.name, spot]));
  const wrong = cards.flatMap(({ category, desk, place }) => {
    const spot = spotOf.get(place.address);
    const wanted = spot && expected(category.name, spot);
    return desk?.name === wanted ? [] : [`${category.name}, ${place.address}: ${desk?.name ?? 'none'} for ${wanted}`];
  });
  expect([...new Set(wrong)]).toEqual([]);
  const used = new Set(cards.map(({ desk }) => desk.name));
  expect([...used].sort()).toEqual([...deskNames].sort());
  console.log(`day: ${reports} reports, ${cells} cells of the table, ${used.size} desks, wrong 0, on none 0`);
});

test(
  'four colleagues at once: one wins each report, the others are told who',
  { timeout: 180_000 },
  async ({ app, at }) => {
    at('2026-03-26T09:00:00.000Z');
    const morning = cards.filter(({ kind }) => kind !== 'COMPLAINT').slice(0, 100);
    const won = new Map<string, string>();
    const told: { reference: string; by: string }[] = [];
    await Promise.all(
      [...hall.clerks].map(async ([me, clerk], k) => {
        for (const { id, reference, version } of [...morning.slice(25 * k), ...morning.slice(0, 25 * k)]) {
          const input = { issueId: id, to: 'TRIAGED', version };
          const { issue, lastMove, userErrors } = (await askData(app.port, clerk, move, { input })).moveIssue;
          if (userErrors.length === 0) won.set(reference, me);
          else told.push({ reference, by: lastMove?.actorName });
          expect(userErrors.map(({ code }: Data) => code)).toEqual(userErrors.length === 0 ? [] : ['CONFLICT']);
          expect(issue).toMatchObject({ version: 2, status: 'TRIAGED' });
        }
      }),
    );
    expect([won.size, told.length]).toEqual([100, 300]);
    expect(told.filter(({ reference, by }) => won.get(reference) !== by)).toEqual([]);
    for (const { reference } of morning.slice(0, 20)) {
      const { issue } = await askData(app.port, hall.admin, history, { ags: hall.place.ags, reference });
      expect(issue.history.at(-1)).toEqual({ to: 'TRIAGED', by: 'STAFF', actorName: won.get(reference) });
    }
    const shares = [...hall.clerks.keys()].map((me) => [...won.values()].filter((winner) => winner === me).length);
    console.log(
      `day: 100 reports taken by four at once (${shares.join(' + ')}), ${told.length} conflicts, each with the name`,
    );
  },
);

test('a complaint about people is read at its desk only', async ({ app }) => {
  const clerk = hall.clerks.get('Herr Brandt') ?? hall.admin;
  const theirs = await readBoard(app, clerk);
  expect(theirs.filter(({ kind }) => kind === 'COMPLAINT')).toEqual([]);
  const complaint = cards.find(({ kind }) => kind === 'COMPLAINT');
  const input = { issueId: complaint!.id, to: 'TRIAGED', version: complaint!.version };
  expect((await ask(app.port, clerk, move, { input })).errors?.[0]?.extensions?.code).toMatch(/NOT_FOUND|FORBIDDEN/);
});

const targets = `mutation($input: SetIssueTargetsInput!) { setIssueTargets(input: $input) { userErrors { code } } }`;
const clock = `clock { isPaused state firstResponse { dueAt } resolution { dueAt state } }`;
const read = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { version ${clock} } }`;

/**
 * A report of this time, with deadlines of one day for the first answer and six days for the resolution, in open time.
 */
async function reportedAt(app: TestServer, time: string): Promise<Data> {
  setTime(app, time);
  const [who] = await givenPeople(app, hall.place, 1);
  const { issue } = (await askData(app.port, who ?? {}, report, { input: reportAt(0).input })).reportIssue;
  return issue;
}
const clockOf = async (app: TestServer, { reference }: Data): Promise<Data> =>
  (await askData(app.port, hall.admin, read, { ags: hall.place.ags, reference })).issue.clock;
async function moved(app: TestServer, { id }: Data, version: number, to: string, more: object = {}): Promise<void> {
  const input = { issueId: id, to, version, ...more };
  expect((await askData(app.port, hall.admin, move, { input })).moveIssue.userErrors).toEqual([]);
}

test('clocks over a weekend, the change to summer time, Good Friday and Easter Monday', async ({ app, at }) => {
  const categoryId = hall.categories.get('Schlagloch');
  const input = { categoryId, firstResponseMinutes: 540, resolutionMinutes: 3240 };
  expect((await askData(app.port, hall.admin, targets, { input })).setIssueTargets.userErrors).toEqual([]);
  // Thursday 15:00; two hours are left that day, and the sixth day after it ends on Tuesday after Easter.
  const before = await reportedAt(app, '2026-03-26T14:00:00.000Z');
  const asked = await reportedAt(app, '2026-03-26T14:00:00.000Z');
  const due = {
    firstResponse: { dueAt: '2026-03-27T14:00:00.000Z' },
    resolution: { dueAt: '2026-04-07T13:00:00.000Z' },
  };
  expect(await clockOf(app, before)).toMatchObject(due);
  at('2026-03-27T11:00:00.000Z'); // six hours are used
  await moved(app, asked, 1, 'ASSIGNED');
  await moved(app, asked, 2, 'WAITING_ON_REPORTER', { message: 'Welche Hausnummer?' });
  expect(await clockOf(app, asked)).toMatchObject({ isPaused: true, state: 'PAUSED' });
  at('2026-04-02T08:00:00.000Z');
  await moved(app, asked, 3, 'ASSIGNED');
  expect((await clockOf(app, asked)).resolution.dueAt).toBe('2026-04-13T11:00:00.000Z');
  at('2026-04-07T13:00:01.000Z');
  expect((await clockOf(app, before)).state).toBe('OVERDUE');
  expect((await clockOf(app, asked)).state).toBe('ON_TIME');
  // Corpus Christi is a holiday in Rhineland-Palatinate; the night of 25 October has an hour more.
  expect((await clockOf(app, await reportedAt(app, '2026-06-03T14:00:00.000Z'))).firstResponse.dueAt).toBe(
    '2026-06-05T14:00:00.000Z',
  );
  expect((await clockOf(app, await reportedAt(app, '2026-10-23T14:00:00.000Z'))).firstResponse.dueAt).toBe(
    '2026-10-26T15:00:00.000Z',
  );
  console.log(
    'day: clocks right over weekend, summer time, winter time, Good Friday, Easter Monday, Corpus Christi, a pause',
  );
});

const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference version } userErrors { code path } } }`;
const board = `query($ags: String!, $after: PageCursor) { municipality(ags: $ags) { issues(first: 100, after: $after) {
  edges { node { id reference version status kind text category { name } desk { name } place { address } } }
  pageInfo { hasNextPage endCursor } } } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) {
  issue { id version status desk { name } } lastMove { actorName to } userErrors { code } } }`;
const history = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) {
  history { to by actorName } } }`;

const expected = (matter: Matter, spot: (typeof spots)[number]): string => spot.except[matter] ?? matters[matter][1];
const name = (i: number): Matter => matterNames[i % matterNames.length] ?? 'Lob';
/** Combines every matter with every place, repeatedly and a few metres apart. */
function reportAt(i: number): { matter: Matter; spot: (typeof spots)[number]; input: object } {
  const spot = spots[Math.floor(i / matterNames.length) % spots.length];
  if (spot === undefined) throw new Error('no place');
  const matter = name(i);
  const metres = (n: number): number => ((n % 7) - 3) / 111_320;
  const input = {
    municipalityId: toGlobalId('Municipality', hall.place.municipalityId),
    kind: matters[matter][0],
    categoryId: hall.categories.get(matter),
    address: spot.name,
    point: { lat: spot.lat + metres(i), lon: spot.lon + metres(i * 3) },
    text: `${matter}, ${spot.name}: Meldung ${i} dieses Tages.`,
    idempotencyKey: randomUUID(),
  };
  return { matter, spot, input };
}

async function readBoard(app: TestServer, who: Somebody): Promise<Data[]> {
  const cards: Data[] = [];
  for (let after: string | null = null; ;) {
    const { issues }: Data = (await askData(app.port, who, board, { ags: hall.place.ags, after })).municipality;
    cards.push(...issues.edges.map(({ node }: Data) => node));
    after = issues.pageInfo.endCursor;
    if (!issues.pageInfo.hasNextPage) return cards;
  }
}

async function inTurns<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const work = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
