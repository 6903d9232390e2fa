import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenGroupOf } from '../../testing/news.ts';
import { type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

let editor: Somebody;
test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
});

test('reach counts people by channel as they chose it, and those whom only the app reaches', async ({ app, town }) => {
  const people = await givenPeople(app, town, 6, false);
  const [anna, bert, cora, dirk] = people as [Somebody, Somebody, Somebody, Somebody];
  const kita = await givenGroupOf(app, town, [editor, ...people]);
  const choir = await givenGroupOf(app, town, [editor, anna, bert]);
  await choose(app, [anna, bert], kita, 'EMAIL', 'NOW');
  await choose(app, [cora], kita, 'EMAIL', 'WEEKLY');
  await choose(app, [anna], choir, 'EMAIL', 'WEEKLY');
  await choose(app, [dirk], kita, 'INBOX', 'OFF');
  const devices = "('PUSH', 'a', now()), ('PUSH', 'b', now()), ('PUSH', 'c', null)";
  await app.services.em.fork().execute(
    `insert into contact (id, recipient_id, channel, address_hash, verified_at)
     select gen_random_uuid(), ?, v.channel, v.hash, v.at from (values ${devices}) as v (channel, hash, at)`,
    [dirk.personId],
  );
  const email = (n: number, later: number): object => ({ channel: 'EMAIL', leavesApp: true, people: n, later });
  expect(await reachOf(app, kita)).toEqual({
    people: 7,
    unreachable: 3,
    channels: [
      { channel: 'INBOX', leavesApp: false, people: 6, later: 0 },
      email(3, 1),
      { channel: 'PUSH', leavesApp: true, people: 1, later: 0 },
    ],
  });
  expect(await reachOf(app, choir)).toMatchObject({
    people: 3,
    unreachable: 2,
    channels: [{ people: 3 }, email(1, 1), {}],
  });
  expect(await reachOf(app, kita, choir)).toMatchObject({
    people: 7,
    channels: [{ people: 6 }, email(3, 1), { people: 1 }],
  });
  expect(await reachOf(app)).toMatchObject({ people: 0, unreachable: 0, channels: [{ people: 0 }, email(0, 0), {}] });
});

test('a device that was never verified, and one that is removed, reach nobody', async ({ app, town }) => {
  const [eva] = (await givenPeople(app, town, 1, false)) as [Somebody];
  const club = await givenGroupOf(app, town, [editor, eva]);
  await app.services.em
    .fork()
    .execute(
      `insert into contact (id, recipient_id, channel, address_hash) values (gen_random_uuid(), ?, 'PUSH', 'never')`,
      [eva.personId],
    );
  expect(await reachOf(app, club)).toMatchObject({ people: 2, unreachable: 2 });
});

test('only who may publish there learns it, and 900 people take as many statements as one', async ({ app, town }) => {
  const small = await givenGroupOf(app, town, [editor]);
  const large = await givenGroupOf(app, town, [editor, ...(await givenPeople(app, town, 900, false))]);
  await reachOf(app, small); // the first request of a session renews it
  const few = await statementsOf(app, () => reachOf(app, small));
  const many = await statementsOf(app, () => reachOf(app, large));
  expect(many.length).toBe(few.length);
  const codes = [];
  for (const who of [{}, await givenPerson(app, town), await givenStaff(app, await givenPlace(app))]) {
    codes.push((await ask(app.port, who, query, { groupIds: idsOf([town.groupId]) })).errors?.[0]?.extensions.code);
  }
  expect(codes).toEqual(['UNAUTHENTICATED', 'BAD_USER_INPUT', 'FORBIDDEN']);
  const tooMany = idsOf(Array<string>(101).fill(small));
  expect((await ask(app.port, editor, query, { groupIds: tooMany })).errors?.[0]?.extensions.code).toBe(
    'BAD_USER_INPUT',
  );
});

const query =
  'query($groupIds: [ID!]!) { reach(groupIds: $groupIds) { people unreachable channels { channel leavesApp people later } } }';
const idsOf = (groups: readonly string[]): string[] => groups.map((id) => toGlobalId('Group', id));
const reachOf = async (app: TestServer, ...groups: string[]): Promise<Data> =>
  (await askData(app.port, editor, query, { groupIds: idsOf(groups) })).reach;

async function choose(
  app: TestServer,
  people: readonly Somebody[],
  groupId: string,
  channel: string,
  mode: string,
): Promise<void> {
  for (const { personId } of people) {
    await app.services.em.fork().execute(
      `insert into preference (id, recipient_id, interest, group_id, channel, mode)
       values (gen_random_uuid(), ?, 'GROUP', ?, ?, ?)`,
      [personId, groupId, channel, mode],
    );
  }
}
