import { expect } from 'vitest';
import { givenPeople, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { laterMorning } from '../../testing/clocks.ts';
import { givenEvent, type GivenEvent } from '../../testing/events.ts';
import { hasServers, type TestServer } from '../../testing/server.ts';
import { idOf } from '../../kernel/ids.ts';
import { test } from '../../testing/fixtures.ts';
const start = laterMorning();

test('one date, the following ones or all change; what was set for one date alone stays, later dates get the new plan', async ({
  app,
  town,
  admin,
}) => {
  const event = await given(app, town, admin);
  const [, first, grill] = (await slotsOf(app, admin, event)) as [Data, Data, Data];
  const own = { slotId: first.id, title: 'Aufbau', capacity: 5, startsAt: null, endsAt: after(1).toISOString() };
  expect(codesOf(await change(app, admin, event, 'THIS', { changed: [own] }))).toEqual([]);
  const second = ((await slotsOf(app, admin, event, 1)) as [Data, Data])[1];
  const renamed = {
    slotId: second.id,
    title: 'Aufbau Bühne',
    capacity: 2,
    startsAt: after(-1, 1).toISOString(),
    endsAt: after(1, 1).toISOString(),
  };
  const { data } = await change(
    app,
    admin,
    event,
    'ALL',
    { changed: [renamed], added: [{ title: 'Abbau', capacity: 4 }] },
    1,
    2,
  );
  expect(data.it.userErrors).toEqual([]);
  expect(data.it.event.plannedSlots.map(({ title, startsAt }: Data) => [title, startsAt])).toEqual([
    ['', null],
    ['Aufbau Bühne', after(-1).toISOString()],
    ['Grill', null],
    ['Abbau', null],
  ]);
  const changed = (await slotsOf(app, admin, event)) as [Data, Data, Data, Data];
  expect(changed[1]).toMatchObject({ title: 'Aufbau Bühne', capacity: 5, startsAt: after(-1).toISOString() });
  expect(changed.map(({ title }) => title)).toEqual(['', 'Aufbau Bühne', 'Grill', 'Abbau']);
  expect(
    codesOf(
      await change(
        app,
        admin,
        event,
        'FOLLOWING',
        { removed: [((await slotsOf(app, admin, event, 1)) as Data[])[2]?.id] },
        1,
        3,
      ),
    ),
  ).toEqual([]);
  expect([
    await titles(app, admin, event),
    await titles(app, admin, event, 1),
    await titles(app, admin, event, 2),
  ]).toEqual([
    ['', 'Aufbau Bühne', 'Grill', 'Abbau'],
    ['', 'Aufbau Bühne', 'Abbau'],
    ['', 'Aufbau Bühne', 'Abbau'],
  ]);
  const added = await change(app, admin, event, 'ALL', { added: [{ title: 'Kasse' }] }, 2, 4);
  expect(added.data.it.event).toMatchObject({ version: 5, sequence: event.sequence });
  expect((await titles(app, admin, event, 2)).at(-1)).toBe('Kasse');
  expect(grill.title).toBe('Grill');
});

test('a shift with answers stays, and bad input has a code at its field', async ({ app, town, admin }) => {
  const event = await given(app, town, admin);
  const [own, build, grill] = (await slotsOf(app, admin, event)) as [Data, Data, Data];
  const [helper, other] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  const later = ((await slotsOf(app, admin, event, 2)) as Data[])[1];
  expect(codesOf(await reply(app, helper, later?.id, 'MAYBE'))).toEqual([]);
  expect(codesOf(await change(app, admin, event, 'ALL', { removed: [build.id], added: [{ title: 'Abbau' }] }))).toEqual(
    ['SLOT_IS_TAKEN removed'],
  );
  expect(await titles(app, admin, event)).toEqual(['', 'Aufbau', 'Grill']);
  expect(codesOf(await change(app, admin, event, 'ALL', { removed: [own.id] }))).toEqual(['NOT_A_SHIFT removed']);
  const foreign = ((await slotsOf(app, admin, await given(app, town, admin))) as Data[])[1];
  const faulty = {
    changed: [
      { slotId: foreign?.id, title: 'Fremd' },
      { slotId: grill.id, title: 'G', capacity: -1 },
      { slotId: build.id, startsAt: after(2).toISOString(), endsAt: after(1).toISOString() },
    ],
    removed: [event.id],
  };
  expect(codesOf(await change(app, admin, event, 'ALL', faulty))).toEqual([
    'UNKNOWN_SLOT changed.0.slotId',
    'OUT_OF_RANGE changed.1.capacity',
    'TOO_SHORT changed.1.title',
    'END_BEFORE_START changed.2.endsAt',
    'UNKNOWN_SLOT removed.0',
  ]);
  const many = Array.from({ length: 18 }, (_, n) => ({ title: `Schicht ${n}` }));
  expect(codesOf(await change(app, admin, event, 'ALL', { added: many }))).toEqual(['TOO_MANY_SLOTS added']);
  expect(codesOf(await change(app, admin, event, 'ALL', { added: [{ title: 'Kasse' }] }, 0, 7))).toEqual([
    'CONFLICT version',
  ]);
  expect(codesOf(await reply(app, other, grill.id, 'NO'))).toEqual([]);
  expect(codesOf(await change(app, admin, event, 'THIS', { removed: [build.id, grill.id] }))).toEqual([]);
  expect(await titles(app, admin, event)).toEqual(['']);
});

test('fewer seats take nobody’s, more seats go to those who wait, in their order', async ({ app, town, admin }) => {
  const event = await given(app, town, admin, 1);
  const [own] = (await slotsOf(app, admin, event)) as [Data];
  const people = await givenPeople(app, town, 4);
  for (const person of people) expect(codesOf(await reply(app, person, own.id))).toEqual([]);
  expect(codesOf(await change(app, admin, event, 'THIS', { changed: [{ slotId: own.id, capacity: 0 }] }))).toEqual([]);
  expect((await slotsOf(app, admin, event))[0]).toMatchObject({ taken: 1, capacity: 0 });
  expect(codesOf(await change(app, admin, event, 'ALL', { changed: [{ slotId: own.id, capacity: 3 }] }, 0, 2))).toEqual(
    [],
  );
  expect((await slotsOf(app, admin, event))[0]).toMatchObject({ taken: 3, capacity: 3 });
  const query = 'query($id: ID!) { node(id: $id) { ... on Slot { viewerAttendance { waitingPlace } } } }';
  const places = await Promise.all(
    people.map(async (who) => (await askData(app.port, who, query, { id: own.id })).node.viewerAttendance.waitingPlace),
  );
  expect(places).toEqual([null, null, null, 1]);
});

test('an answer and a removal at the same moment: the shift is gone or somebody stands on it, never both', async ({
  app,
  town,
  admin,
}) => {
  const helpers = await givenPeople(app, town, 8);
  const outcomes = await Promise.all(
    helpers.map(async (helper, n) => {
      const event = await given(app, town, admin, 1);
      const grill = ((await slotsOf(app, admin, event)) as [Data, Data, Data])[2];
      const removal = () => change(app, admin, event, 'ALL', { removed: [grill.id] });
      const answer = () => reply(app, helper, grill.id);
      const [removed, answered] =
        n % 2 === 0
          ? await Promise.all([removal(), answer()])
          : await Promise.all([answer(), removal()]).then(([a, r]) => [r, a] as const);
      const isThere = (await titles(app, admin, event)).includes('Grill');
      return [isThere, codesOf(removed), codesOf(answered)];
    }),
  );
  const taken = [true, ['SLOT_IS_TAKEN removed'], []];
  const gone = [false, [], ['NOT_FOUND']];
  for (const outcome of outcomes) expect([taken, gone]).toContainEqual(outcome);
});

test.skipIf(!hasServers)(
  'a removal waits for an answer that is not committed yet, and then refuses',
  async ({ app, town, admin }) => {
    const event = await given(app, town, admin, 1);
    const grill = ((await slotsOf(app, admin, event)) as [Data, Data, Data])[2];
    const [helper] = (await givenPeople(app, town, 1)) as [Somebody];
    const slotId = idOf('Slot', grill.id);
    const em = app.services.em.fork();
    await em.begin();
    await em.execute('select id from slot where id = ? for update', [slotId]);
    await em.execute(
      `insert into attendance (id, municipality_id, slot_id, recipient_id, name, answer, created_at, updated_at)
     values (gen_random_uuid(), ?, ?, ?, 'Ada', 'YES', now(), now())`,
      [town.municipalityId, slotId, helper.personId],
    );
    const removal = change(app, admin, event, 'ALL', { removed: [grill.id] });
    const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect
      .poll(async () => (await app.services.em.fork().execute<{ n: number }[]>(waiting))[0]?.n ?? 0)
      .toBeGreaterThan(0);
    await em.commit();
    expect(codesOf(await removal)).toEqual(['SLOT_IS_TAKEN removed']);
    expect(await titles(app, admin, event)).toContain('Grill');
  },
);

const slotParts = 'id kind title capacity taken startsAt endsAt';
const after = (hours: number, days = 0) => new Date(start.getTime() + hours * 3_600_000 + days * 86_400_000);
const shift = (title: string, more: object = {}) => ({ kind: 'SHIFT', title, ...more });

/** Daily event with the slots: the date itself and two shifts. */
const given = (app: TestServer, town: Place, admin: Somebody, dates = 3): Promise<GivenEvent> =>
  givenEvent(app, town, admin, {
    dates: {
      startsAt: start.toISOString(),
      endsAt: after(6).toISOString(),
      isAllDay: false,
      timeZone: 'Atlantic/Reykjavik',
      ...(dates > 1 && { recurrence: { frequency: 'DAILY', count: dates } }),
    },
    slots: [
      { kind: 'ATTENDANCE', capacity: 1 },
      shift('Aufbau', { capacity: 2, endsAt: after(1).toISOString() }),
      shift('Grill', { capacity: 1 }),
    ],
  });
const dateOf = ({ occurrences }: GivenEvent, n = 0): string => occurrences.nodes[n]?.id ?? '';
async function slotsOf(app: TestServer, admin: Somebody, event: GivenEvent, n = 0): Promise<Data[]> {
  const query = `query($id: ID!) { occurrence(id: $id) { slots { ${slotParts} } } }`;
  return (await askData(app.port, admin, query, { id: dateOf(event, n) })).occurrence.slots;
}
const change = (
  app: TestServer,
  admin: Somebody,
  event: GivenEvent,
  scope: string,
  more: object,
  n = 0,
  version = event.version,
): Promise<Data> =>
  ask(
    app.port,
    admin,
    `mutation($input: ChangeSlotsInput!) { it: changeSlots(input: $input) {
      event { version sequence plannedSlots { kind title capacity startsAt endsAt } } userErrors { code path } } }`,
    { input: { occurrenceId: dateOf(event, n), version, scope, ...more } },
  );
const codesOf = ({ data, errors }: Data): string[] =>
  data?.it?.userErrors.map(({ code, path }: Data) => `${code} ${path.join('.')}`) ?? [errors?.[0]?.extensions?.code];
const reply = (app: TestServer, who: Somebody, slotId: string, answer = 'YES') =>
  ask(
    app.port,
    who,
    `mutation($input: AnswerEventInput!) { it: answerEvent(input: $input) { attendance { waitingPlace } userErrors { code path } } }`,
    { input: { slotId, answer } },
  );
const titles = async (app: TestServer, admin: Somebody, event: GivenEvent, n = 0) =>
  (await slotsOf(app, admin, event, n)).map(({ title }: Data) => title);
