import { expect } from 'vitest';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('each move is judged by itself: one refusal holds up no other, a conflict names who was first', async ({
  app,
  town: place,
  clerk,
}) => {
  const [first, raced, last] = await given(app, place, 3);
  const colleague = await givenStaff(app, place, 'ADMIN');
  const em = app.services.em.fork();
  await em.execute(`update person set display_name = 'Bauamt' where id = ?`, [colleague.personId]);
  if (!first || !raced || !last) throw new Error('three');
  await moveAll(app, colleague, toTriaged([raced]));
  const moves = toTriaged([first, raced, last]);
  const illegal = { issueId: first.id, version: 2, to: 'RESOLVED' };
  const answer = await moveAll(app, clerk, [...moves, illegal, { ...illegal, issueId: 'nonsense' }]);
  expect(codes(answer)).toEqual(['TRIAGED', 'CONFLICT', 'TRIAGED', 'ILLEGAL_MOVE', 'NOT_FOUND']);
  expect(answer.results[1].lastMove.actorName).toBe('Bauamt');
  expect(answer.results[1].issue.version).toBe(2);
});

test('what was moved together is taken back together, by whoever moved it and nobody else', async ({
  app,
  town: place,
  clerk,
}) => {
  const issues = await given(app, place, 3);
  await moveAll(app, clerk, toTriaged(issues));
  const moves = issues.map(({ id }) => ({ issueId: id, version: 2 }));
  const colleague = await givenStaff(app, place, 'ADMIN');
  const refused = await ask(app.port, colleague, undoMany, { moves });
  expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  const { undoMoves } = await askData(app.port, clerk, undoMany, { moves: [...moves, { ...moves[0], version: 1 }] });
  expect(codes(undoMoves)).toEqual(['SUBMITTED', 'SUBMITTED', 'SUBMITTED', 'CONFLICT']);
});

test('nobody moves many but a town hall, none of another town, and none too many', async ({
  app,
  town: place,
  clerk,
}) => {
  const moves = toTriaged(await given(app, place, 2));
  const other = await givenPlace(app);
  const stranger = await givenStaff(app, other, 'CLERK');
  const citizen = await givenPerson(app, place);
  for (const who of [stranger, citizen, {}]) {
    const { errors } = await ask(app.port, who, moveMany, { input: { moves } });
    expect(errors?.[0]?.extensions?.code).toBe(who === citizen || who === stranger ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  }
  const [here] = moves;
  const [there] = toTriaged(await given(app, place, 1, other));
  expect(codes(await moveAll(app, clerk, [here ?? {}, there ?? {}]))).toEqual(['TRIAGED', 'FORBIDDEN']);
  for (const count of [0, 51]) {
    const answer = await moveAll(
      app,
      clerk,
      Array.from({ length: count }, () => moves[1] ?? {}),
    );
    expect(answer.userErrors[0].code).toBe('TOO_MANY_MOVES');
  }
  expect(codes(await moveAll(app, clerk, moves.slice(1)))).toEqual(['TRIAGED']);
});

const outcome =
  'results { issue { reference status version } lastMove { actorName } userErrors { code path } } userErrors { code }';
const moveMany = `mutation($input: MoveIssuesInput!) { moveIssues(input: $input) { ${outcome} } }`;
const undoMany = `mutation($moves: [UndoMoveInput!]!) { undoMoves(input: { moves: $moves }) { ${outcome} } }`;

async function given(app: TestServer, place: Place, count: number, town = place): Promise<GivenIssue[]> {
  const people = await givenPeople(app, town, count);
  return Promise.all(people.map((person) => givenIssue(app, town, person)));
}
const toTriaged = (issues: readonly GivenIssue[]): object[] =>
  issues.map(({ id, version }) => ({ issueId: id, version, to: 'TRIAGED', isUndoable: true }));
async function moveAll(app: TestServer, who: Identified, moves: readonly object[]): Promise<Data> {
  return (await askData(app.port, who, moveMany, { input: { moves } })).moveIssues;
}
const codes = ({ results }: Data): string[] =>
  results.map(({ issue, userErrors }: Data) => userErrors[0]?.code ?? issue.status);
