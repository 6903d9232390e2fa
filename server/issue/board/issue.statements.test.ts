import { expect } from 'vitest';
import { givenPeople, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test('the board costs as many statements with twenty cards as with two', async ({ app, town, clerk }) => {
  const citizens = await givenPeople(app, town, 20);
  for (const citizen of citizens.slice(0, 2)) await givenIssue(app, town, citizen);
  await readBoard(app, town, clerk);
  const few = await readBoard(app, town, clerk);
  for (const citizen of citizens.slice(2)) await givenIssue(app, town, citizen);
  const many = await readBoard(app, town, clerk);
  expect([few.cards, many.cards]).toEqual([2, 20]);
  console.log(`statements of a board: ${few.statements.length} with 2 cards, ${many.statements.length} with 20`);
  expect(many.statements).toHaveLength(few.statements.length);
});

const board = `query($ags: String!) { municipality(ags: $ags) { issues(first: 50) { edges { node {
  reference stage text staffMoves clock { state } category { name } desk { name } place { address } reporterEmail photos { id }
  history { to actorName } lastMove { at desk { name } actorName message } municipality { name } } } } } }`;

async function readBoard(
  app: TestServer,
  town: Place,
  clerk: Somebody,
): Promise<{ cards: number; statements: string[] }> {
  let cards = 0;
  const statements = await statementsOf(app, async () => {
    cards = (await askData(app.port, clerk, board, { ags: town.ags })).municipality.issues.edges.length;
  });
  return { cards, statements };
}
