import { expect } from 'vitest';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { storeEvent, type StoredEvent } from '../../testing/events.ts';
import { givenGroup, givenMember, type GivenGroup } from '../../testing/groups.ts';
import { type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

let kita: GivenGroup;
let parent: Somebody;
let stranger: Somebody;

test.beforeEach(async ({ app, town: place }) => {
  kita = await givenGroup(app, place, { joinPolicy: 'CLOSED' });
  [parent, stranger] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  await givenMember(app, place, kita, { who: parent });
});

test('dates of own groups stand there until they are answered, also with NO, cancelled, begun or past their term', async ({
  app,
  town: place,
}) => {
  const later = await inKita(app, place, { startsAt: hours(72) });
  const soon = await inKita(app, place, { startsAt: hours(5), dates: 3, rule: 'FREQ=WEEKLY;COUNT=3' });
  const term = await inKita(app, place, { startsAt: hours(6) });
  const cancelled = await inKita(app, place, { startsAt: hours(7) });
  await inKita(app, place, { startsAt: hours(-1) });
  await inKita(app, place, { startsAt: hours(8), state: 'DRAFT' });
  await inKita(app, place, { startsAt: hours(24 * 40) });
  await storeEvent(app, place, { startsAt: hours(4) }); // of the whole town
  const ids = [soon, term, cancelled, later].map(({ occurrenceId }) => occurrenceId);
  expect(await missing(app, place, parent)).toEqual(ids);
  expect(await missing(app, place, stranger)).toEqual([]);
  expect(await missing(app, place, {})).toEqual([]);
  expect(await missing(app, place, parent, await givenPlace(app, 'Nachbarstadt'))).toEqual([]);

  const endAnswers = `update event set answers_until = now() + ?::interval where id = ?`;
  await sql(app, endAnswers, ['1 hour', later.uuid]);
  expect(await missing(app, place, parent)).toEqual(
    [later, soon, term, cancelled].map(({ occurrenceId }) => occurrenceId),
  );
  await sql(app, endAnswers, ['2 days', later.uuid]);
  await sql(app, endAnswers, ['-1 minute', term.uuid]);
  await sql(app, `update occurrence set state = 'CANCELLED' where id = ?`, [cancelled.occurrenceUuid]);
  expect(await missing(app, place, parent)).toEqual([soon.occurrenceId, later.occurrenceId]);
  await reply(app, parent, soon, 'NO'); // the later dates of the series do not follow
  expect(await missing(app, place, parent)).toEqual([later.occurrenceId]);
  await reply(app, parent, later, 'MAYBE');
  expect(await missing(app, place, parent)).toEqual([]);
});

test('at most five, the next ones first, with a constant number of statements', async ({ app, town: place }) => {
  const one = await inKita(app, place, { startsAt: hours(30) });
  await missing(app, place, parent); // the first request of a session renews it
  const few = await statementsOf(app, () => missing(app, place, parent));
  const more = [one];
  for (let n = 1; n < 7; n++) more.push(await inKita(app, place, { startsAt: hours(30 + n) }));
  let seen: string[] = [];
  const many = await statementsOf(app, async () => {
    seen = await missing(app, place, parent);
  });
  expect(seen).toEqual(more.slice(0, 5).map(({ occurrenceId }) => occurrenceId));
  expect(many).toEqual(few);
});

const hours = (n: number): Date => new Date(Date.now() + n * 3_600_000);
const sql = (app: TestServer, query: string, values: unknown[]): Promise<unknown> =>
  app.services.em.fork().execute(query, values);
const query = 'query($ags: String!) { viewer { datesToAnswer(ags: $ags) { id event { title } } } }';

async function missing(app: TestServer, place: Place, who: Identified, town = place): Promise<string[]> {
  const { viewer }: Data = await askData(app.port, who, query, { ags: town.ags });
  return viewer?.datesToAnswer.map(({ id }: Data) => id) ?? [];
}
function inKita(app: TestServer, place: Place, facts: object = {}): Promise<StoredEvent> {
  return storeEvent(app, place, { groupIds: [kita.groupId], ...facts });
}
async function reply(app: TestServer, who: Somebody, { slotId }: StoredEvent, answer: string): Promise<void> {
  const mutation = 'mutation($input: AnswerEventInput!) { it: answerEvent(input: $input) { userErrors { code } } }';
  const { it } = await askData(app.port, who, mutation, { input: { slotId, answer } });
  expect(it.userErrors).toEqual([]);
}
