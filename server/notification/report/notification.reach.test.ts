import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenGroupOf } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';

let app: TestServer;
let place: Place;
let editor: Somebody;
beforeAll(async () => {
  app = await startTestServer({ compareMs: 3_600_000 }, 'web');
  place = await givenPlace(app);
  editor = await givenStaff(app, place, 'EDITOR');
});
afterAll(() => app.stop());

const query =
  'query($groupIds: [ID!]!) { reach(groupIds: $groupIds) { people unreachable channels { channel leavesApp people later } } }';
const idsOf = (groups: readonly string[]): string[] => groups.map((id) => toGlobalId('Group', id));
const reachOf = async (...groups: string[]): Promise<Data> =>
  (await askData(app.port, editor, query, { groupIds: idsOf(groups) })).reach;

async function choose(people: readonly Somebody[], groupId: string, channel: string, mode: string): Promise<void> {
  for (const { personId } of people) {
    await app.services.em.fork().execute(
      `insert into preference (id, recipient_id, interest, group_id, channel, mode)
       values (gen_random_uuid(), ?, 'GROUP', ?, ?, ?)`,
      [personId, groupId, channel, mode],
    );
  }
}

test('reach counts people by channel as they chose it, and those whom only the app reaches', async () => {
  const people = await givenPeople(app, place, 6, false);
  const [anna, bert, cora, dirk] = people as [Somebody, Somebody, Somebody, Somebody];
  const kita = await givenGroupOf(app, place, [editor, ...people]);
  const choir = await givenGroupOf(app, place, [editor, anna, bert]);
  await choose([anna, bert], kita, 'EMAIL', 'NOW');
  await choose([cora], kita, 'EMAIL', 'WEEKLY');
  await choose([anna], choir, 'EMAIL', 'WEEKLY');
  await choose([dirk], kita, 'INBOX', 'OFF');
  const devices = "('PUSH', 'a', now()), ('PUSH', 'b', now()), ('PUSH', 'c', null)";
  await app.services.em.fork().execute(
    `insert into contact (id, recipient_id, channel, address_hash, verified_at)
     select gen_random_uuid(), ?, v.channel, v.hash, v.at from (values ${devices}) as v (channel, hash, at)`,
    [dirk.personId],
  );
  const email = (n: number, later: number): object => ({ channel: 'EMAIL', leavesApp: true, people: n, later });
  expect(await reachOf(kita)).toEqual({
    people: 7,
    unreachable: 3,
    channels: [
      { channel: 'INBOX', leavesApp: false, people: 6, later: 0 },
      email(3, 1),
      { channel: 'PUSH', leavesApp: true, people: 1, later: 0 },
    ],
  });
  expect(await reachOf(choir)).toMatchObject({ people: 3, unreachable: 2, channels: [{ people: 3 }, email(1, 1), {}] });
  expect(await reachOf(kita, choir)).toMatchObject({
    people: 7,
    channels: [{ people: 6 }, email(3, 1), { people: 1 }],
  });
  expect(await reachOf()).toMatchObject({ people: 0, unreachable: 0, channels: [{ people: 0 }, email(0, 0), {}] });
});

test('a device that was never verified, and one that is removed, reach nobody', async () => {
  const [eva] = (await givenPeople(app, place, 1, false)) as [Somebody];
  const club = await givenGroupOf(app, place, [editor, eva]);
  await app.services.em
    .fork()
    .execute(
      `insert into contact (id, recipient_id, channel, address_hash) values (gen_random_uuid(), ?, 'PUSH', 'never')`,
      [eva.personId],
    );
  expect(await reachOf(club)).toMatchObject({ people: 2, unreachable: 2 });
});

test('only who may publish there learns it, and 900 people take as many statements as one', async () => {
  const small = await givenGroupOf(app, place, [editor]);
  const large = await givenGroupOf(app, place, [editor, ...(await givenPeople(app, place, 900, false))]);
  const few = await statementsOf(app, () => reachOf(small));
  const many = await statementsOf(app, () => reachOf(large));
  expect(many.length).toBe(few.length);
  const codes = [];
  for (const who of [{}, await givenPerson(app, place), await givenStaff(app, await givenPlace(app))]) {
    codes.push((await ask(app.port, who, query, { groupIds: idsOf([place.groupId]) })).errors?.[0]?.extensions.code);
  }
  expect(codes).toEqual(['UNAUTHENTICATED', 'BAD_USER_INPUT', 'FORBIDDEN']);
  const tooMany = idsOf(Array<string>(101).fill(small));
  expect((await ask(app.port, editor, query, { groupIds: tooMany })).errors?.[0]?.extensions.code).toBe(
    'BAD_USER_INPUT',
  );
});
