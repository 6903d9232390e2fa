import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenIssue } from '../../testing/issues.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;

beforeAll(async () => {
  app = await startTestServer({ compareMs: 3_600_000 }, 'web');
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'CLERK');
});
afterAll(() => app.stop());

const board = `query($ags: String!) { municipality(ags: $ags) { issues(first: 50) { edges { node {
  reference stage text staffMoves clock { state } category { name } desk { name } place { address } reporterEmail photos { id }
  history { to actorName } lastMove { at desk { name } actorName message } municipality { name } } } } } }`;

async function readBoard(): Promise<{ cards: number; statements: string[] }> {
  let cards = 0;
  const statements = await statementsOf(app, async () => {
    cards = (await askData(app.port, clerk, board, { ags: place.ags })).municipality.issues.edges.length;
  });
  return { cards, statements };
}

test('the board costs as many statements with twenty cards as with two', async () => {
  const citizens = await givenPeople(app, place, 20);
  for (const citizen of citizens.slice(0, 2)) await givenIssue(app, place, citizen);
  await readBoard();
  const few = await readBoard();
  for (const citizen of citizens.slice(2)) await givenIssue(app, place, citizen);
  const many = await readBoard();
  expect([few.cards, many.cards]).toEqual([2, 20]);
  console.log(`statements of a board: ${few.statements.length} with 2 cards, ${many.statements.length} with 20`);
  expect(many.statements).toHaveLength(few.statements.length);
});
