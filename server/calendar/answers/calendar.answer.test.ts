import { expect } from 'vitest';
import { givenPeople, givenPerson, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { storeEvent, type StoredEvent, type StoredEventFacts } from '../../testing/events.ts';
import { givenGroup, givenMember } from '../../testing/groups.ts';
import { statementsOf } from '../../testing/statements.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('only YES takes seats, the person with all companions; the same answer again changes nothing', async ({
  app,
  town,
}) => {
  const event = await given(app, town, { capacity: 5 });
  const [a, b, c] = (await givenPeople(app, town, 3)) as [Somebody, Somebody, Somebody];
  const first = await reply(app, a, event.slotId, 'YES', { companions: 2, name: ' Ada ', reminder: 'DAY_BEFORE' });
  expect(first.userErrors).toEqual([]);
  expect(first.attendance).toMatchObject({
    answer: 'YES',
    companions: 2,
    name: 'Ada',
    reminder: 'DAY_BEFORE',
    hasContact: true,
  });
  expect(first.slot).toMatchObject({ taken: 3, yesCount: 1, waitingCount: 0 });
  expect((await reply(app, a, event.slotId, 'YES', { companions: 2 })).attendance).toEqual(first.attendance);
  expect((await reply(app, b, event.slotId, 'MAYBE', { companions: 4 })).slot).toMatchObject({
    taken: 3,
    maybeCount: 1,
  });
  expect((await reply(app, c, event.slotId, 'NO', { companions: 4 })).attendance).toMatchObject({
    answer: 'NO',
    companions: 0,
  });
  expect(await seats(app, event)).toEqual({ taken: 3, capacity: 5, yesCount: 1, maybeCount: 1, waitingCount: 0 });
});

test('a full slot lets YES wait; freed seats go at once to the first party that fits as a whole', async ({
  app,
  town,
  admin,
}) => {
  const event = await given(app, town, { capacity: 3 });
  const [a, b, c, d, e] = (await givenPeople(app, town, 5)) as [Somebody, Somebody, Somebody, Somebody, Somebody];
  await reply(app, a, event.slotId, 'YES', { companions: 1 });
  await reply(app, b, event.slotId, 'YES');
  const waiting = await reply(app, c, event.slotId, 'YES', { companions: 2 });
  expect(waiting.attendance).toMatchObject({ waitingPlace: 1, waitingSince: expect.any(String), slot: { taken: 3 } });
  await reply(app, d, event.slotId, 'YES');
  await reply(app, e, event.slotId, 'YES');
  expect([await waits(app, c, event), await waits(app, d, event), await waits(app, e, event)]).toEqual([1, 2, 3]);
  await reply(app, b, event.slotId, 'MAYBE'); // one seat: c is too many, d fits
  expect([await waits(app, c, event), await waits(app, d, event), await waits(app, e, event)]).toEqual([1, null, 2]);
  await reply(app, c, event.slotId, 'YES', { companions: 2 }); // keeps its place
  expect(await waits(app, c, event)).toBe(1);
  expect((await reply(app, a, event.slotId, 'NO')).slot).toMatchObject({ taken: 2, yesCount: 2, waitingCount: 1 });
  expect([await waits(app, c, event), await waits(app, e, event)]).toEqual([1, null]);
  await capacity(app, admin, event, 5);
  expect(await waits(app, c, event)).toBeNull();
  expect(await seats(app, event)).toMatchObject({ taken: 5, capacity: 5, yesCount: 3, waitingCount: 0 });
});

test('answers that come together are stored in their order, and a refused one hinders no other', async ({
  app,
  town,
}) => {
  const event = await given(app, town, { capacity: 4, maxCompanions: 2 });
  const people = await givenPeople(app, town, 12);
  const [first] = people as [Somebody];
  await reply(app, first, event.slotId, 'YES', { companions: 1 });
  const all = people.map((who, n) => codes(app, who, event.slotId, 'YES', { companions: n % 4 }));
  expect((await Promise.all(all)).map((one) => one.join())).toEqual(
    people.map((_, n) => (n % 4 === 3 ? 'TOO_MANY_COMPANIONS companions' : '')),
  );
  const { taken, waitingCount } = await seats(app, event);
  expect(taken).toBeLessThanOrEqual(4);
  const places = await Promise.all(people.filter((_, n) => n % 4 !== 3).map((who) => waits(app, who, event)));
  expect(places.filter((one) => one !== null).sort((a, b) => a - b)).toEqual(
    Array.from({ length: waitingCount }, (_, n) => n + 1),
  );
});

test('seats that are freed among answers that come together go to the waiting list first', async ({ app, town }) => {
  const event = await given(app, town, { capacity: 2 });
  const [a, b, c, d] = (await givenPeople(app, town, 4)) as [Somebody, Somebody, Somebody, Somebody];
  await reply(app, a, event.slotId, 'YES', { companions: 1 });
  await reply(app, b, event.slotId, 'YES');
  expect(await waits(app, b, event)).toBe(1);
  await Promise.all([
    reply(app, c, event.slotId, 'YES', { companions: 1 }),
    reply(app, a, event.slotId, 'NO'),
    reply(app, d, event.slotId, 'MAYBE'),
  ]);
  expect(await waits(app, b, event)).toBeNull();
  expect(await seats(app, event)).toMatchObject({ taken: 1, maybeCount: 1, waitingCount: 1 });
});

test('a lower capacity takes nobody’s seat; unlimited seats let everybody in', async ({ app, town, admin }) => {
  const event = await given(app, town, { capacity: 4 });
  const [a, b, c] = (await givenPeople(app, town, 3)) as [Somebody, Somebody, Somebody];
  await reply(app, a, event.slotId, 'YES', { companions: 3 });
  await capacity(app, admin, event, 1);
  expect(await seats(app, event)).toMatchObject({ taken: 4, capacity: 1, yesCount: 1 });
  await reply(app, b, event.slotId, 'YES');
  expect((await reply(app, a, event.slotId, 'YES', { companions: 1 })).slot.taken).toBe(2);
  expect(await waits(app, b, event)).toBe(1);
  await reply(app, c, event.slotId, 'YES', { companions: 4 });
  await capacity(app, admin, event, null);
  expect(await seats(app, event)).toMatchObject({ taken: 8, capacity: null, waitingCount: 0 });
  expect((await capacity(app, admin, event, -1)).data.it.userErrors).toEqual([{ code: 'OUT_OF_RANGE' }]);
  expect((await capacity(app, a, event, 9)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

test('the number of statements does not depend on the number of promoted parties', async ({ app, town, admin }) => {
  const people = await givenPeople(app, town, 8);
  const event = await given(app, town, { capacity: 1 });
  for (const who of people) await reply(app, who, event.slotId, 'YES');
  const promote = async (to: number): Promise<number> => {
    const sent = await statementsOf(app, () => capacity(app, admin, event, to));
    expect((await seats(app, event)).taken).toBe(to);
    return sent.filter((text) => text.startsWith('insert into "message"')).length;
  };
  expect([await promote(2), await promote(8)]).toEqual([1, 1]);
  const { em } = app.services;
  const [{ n }]: [{ n: number }] = await em.execute(
    `select count(*)::int as n from message m join attendance a on a.id = m.subject_id
     where m.kind = 'EVENT_PROMOTED' and a.slot_id = ?`,
    [event.slotUuid],
  );
  expect(n).toBe(7);
});

test('refused: too many companions, more than free seats; the old answer stays', async ({ app, town }) => {
  const event = await given(app, town, { capacity: 4, maxCompanions: 3 });
  const [a, b] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  expect(await codes(app, a, event.slotId, 'YES', { companions: 4 })).toEqual(['TOO_MANY_COMPANIONS companions']);
  expect(await codes(app, a, event.slotId, 'MAYBE', { companions: -1 })).toEqual(['TOO_MANY_COMPANIONS companions']);
  await reply(app, a, event.slotId, 'YES');
  await reply(app, b, event.slotId, 'YES', { companions: 1 });
  expect(await codes(app, a, event.slotId, 'YES', { companions: 2 })).toEqual(['NOT_ENOUGH_SEATS companions']);
  expect(await seats(app, event)).toMatchObject({ taken: 3, yesCount: 2 });
  expect(await codes(app, a, event.slotId, 'YES', { companions: 1, name: 'x' })).toEqual(['TOO_SHORT name']);
  expect(await codes(app, a, event.slotId, 'YES', { companions: 1 })).toEqual([]);
});

test('refused: late answers, cancelled dates, drafts, unknown slots, programs and strangers', async ({
  app,
  town,
  admin,
}) => {
  const person = await givenPerson(app, town);
  const event = await given(app, town);
  expect(await codes(app, {}, event.slotId, 'YES')).toEqual(['UNAUTHENTICATED']);
  expect(await codes(app, person, event.occurrenceId, 'YES')).toEqual(['NOT_FOUND']);
  expect(await codes(app, person, (await given(app, town, { dateState: 'CANCELLED' })).slotId, 'NO')).toEqual([
    'DATE_CANCELLED',
  ]);
  expect(await codes(app, person, (await given(app, town, { state: 'CANCELLED' })).slotId, 'YES')).toEqual([
    'DATE_CANCELLED',
  ]);
  const draft = await given(app, town, { state: 'DRAFT' });
  expect(await codes(app, person, draft.slotId, 'YES')).toEqual(['NOT_FOUND']);
  expect(await codes(app, admin, draft.slotId, 'YES')).toEqual(['ANSWERS_CLOSED']);
  const begun = await given(app, town, { startsAt: new Date(Date.now() - 60_000) });
  expect(await codes(app, person, begun.slotId, 'NO')).toEqual(['ANSWERS_CLOSED']);
  await app.services.em
    .fork()
    .execute(`update event set answers_until = now() - interval '1 s' where id = ?`, [event.uuid]);
  expect(await codes(app, person, event.slotId, 'YES')).toEqual(['ANSWERS_CLOSED']);
});

test('only members answer and see answers in a closed group', async ({ app, town }) => {
  const group = await givenGroup(app, town, { joinPolicy: 'CLOSED' });
  const member = await givenMember(app, town, group);
  const [stranger] = (await givenPeople(app, town, 1)) as [Somebody];
  const event = await given(app, town, { groupIds: [group.groupId] });
  expect(await codes(app, stranger, event.slotId, 'YES')).toEqual(['NOT_FOUND']);
  expect(await codes(app, member, event.slotId, 'YES')).toEqual([]);
});

test('shifts of a date that overlap are refused, others are not', async ({ app, town }) => {
  const event = await given(app, town);
  const person = await givenPerson(app, town);
  const em = app.services.em.fork();
  const shift = async (n: number, from: number, to: number): Promise<string> => {
    const [row]: { id: string }[] = await em.execute(
      `insert into slot (id, municipality_id, occurrence_id, kind, title, starts_at, ends_at, capacity, position)
       select gen_random_uuid(), municipality_id, id, 'SHIFT', 'Grill', starts_at + make_interval(mins => ?),
         starts_at + make_interval(mins => ?), 1, ? from occurrence where id = ? returning id`,
      [from, to, n, event.occurrenceUuid],
    );
    return Buffer.from(`Slot:${row?.id}`).toString('base64url');
  };
  const one = await shift(0, 0, 60);
  const two = await shift(1, 30, 90);
  const three = await shift(2, 60, 120);
  expect(await codes(app, person, one, 'YES')).toEqual([]);
  expect(await codes(app, person, event.slotId, 'YES')).toEqual([]);
  expect(await codes(app, person, two, 'YES')).toEqual(['SHIFTS_OVERLAP slotId']);
  expect(await codes(app, person, two, 'MAYBE')).toEqual([]);
  expect(await codes(app, person, three, 'YES')).toEqual([]);
});

test('own dates: what was answered and has not ended, readable only', async ({ app, town, at }) => {
  const person = await givenPerson(app, town);
  const soon = await given(app, town, { startsAt: new Date(Date.now() + 3_600_000) });
  const later = await given(app, town, { capacity: 0 });
  await reply(app, person, later.slotId, 'YES');
  await reply(app, person, soon.slotId, 'MAYBE');
  await reply(app, person, (await given(app, town)).slotId, 'NO');
  const query =
    '{ viewer { eventDates(first: 9) { nodes { id viewerAnswer { answer waitingPlace } viewerCanOrganise { allowed } } } } }';
  const { viewer } = await askData(app.port, person, query);
  expect(viewer.eventDates.nodes).toEqual([
    {
      id: soon.occurrenceId,
      viewerAnswer: { answer: 'MAYBE', waitingPlace: null },
      viewerCanOrganise: { allowed: false },
    },
    { id: later.occurrenceId, viewerAnswer: { answer: 'YES', waitingPlace: 1 }, viewerCanOrganise: { allowed: false } },
  ]);
  at(new Date(Date.now() + 40 * 86_400_000).toISOString());

  expect((await askData(app.port, person, query)).viewer.eventDates.nodes).toEqual([]);
});

test('names and answers are for organisers', async ({ app, town, admin }) => {
  const event = await given(app, town, { capacity: 2 });
  const [a, b, c] = (await givenPeople(app, town, 3)) as [Somebody, Somebody, Somebody];
  await reply(app, a, event.slotId, 'YES', { name: 'Ada', companions: 1 });
  await reply(app, b, event.slotId, 'YES', { name: 'Bert' });
  await reply(app, c, event.slotId, 'MAYBE', { name: 'Cem' });
  const query = `query($id: ID!, $after: PageCursor) { node(id: $id) { ... on Slot { viewerCanAnswer { allowed code }
    attendances(first: 2, after: $after) { nodes { name answer waitingPlace } pageInfo { endCursor hasNextPage } } } } }`;
  const { node } = await askData(app.port, admin, query, { id: event.slotId });
  expect(node.viewerCanAnswer).toEqual({ allowed: true, code: null });
  expect(node.attendances.nodes).toEqual([
    { name: 'Ada', answer: 'YES', waitingPlace: null },
    { name: 'Bert', answer: 'YES', waitingPlace: 1 },
  ]);
  const after = node.attendances.pageInfo.endCursor;
  const rest = (await askData(app.port, admin, query, { id: event.slotId, after })).node.attendances;
  expect(rest).toMatchObject({ nodes: [{ name: 'Cem', answer: 'MAYBE' }], pageInfo: { hasNextPage: false } });
  for (const who of [a, {}]) {
    const { data, errors } = await ask(app.port, who, query, { id: event.slotId });
    expect(data.node.attendances).toBeNull();
    expect(errors?.[0]?.extensions?.code).toBe(who === a ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  }
});

test('seats are live for everybody who may read the event', async ({ app, town }) => {
  const event = await given(app, town, { capacity: 1 });
  const [a, b] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  const client = connect(app.port, {});
  const query =
    'subscription($id: ID!) { eventSeats(occurrenceId: $id) { occurrence { id } slots { taken waitingCount } cursor } }';
  const stream = watch(client, query, { id: event.occurrenceId });
  await stream.until(({ data }) => data?.eventSeats.slots[0].taken === 0);
  await reply(app, a, event.slotId, 'YES');
  await reply(app, b, event.slotId, 'YES');
  const { data } = await stream.until(({ data: one }) => one?.eventSeats.slots[0].waitingCount === 1);
  expect(data.eventSeats).toMatchObject({ occurrence: { id: event.occurrenceId }, slots: [{ taken: 1 }] });
  await client.dispose();
});

const answerEvent = `mutation($input: AnswerEventInput!) { it: answerEvent(input: $input) {
  attendance { id answer companions name reminder waitingSince waitingPlace hasContact slot { taken } }
  slot { id taken capacity yesCount maybeCount waitingCount } userErrors { code path } } }`;

async function reply(
  app: TestServer,
  who: Identified,
  slotId: string,
  answer: string,
  more: object = {},
): Promise<Data> {
  return (await askData(app.port, who, answerEvent, { input: { slotId, answer, ...more } })).it;
}
/** Codes of user errors, or of the top-level error. */
async function codes(
  app: TestServer,
  who: Identified,
  slotId: string,
  answer: string,
  more: object = {},
): Promise<string[]> {
  const { data, errors } = await ask(app.port, who, answerEvent, { input: { slotId, answer, ...more } });
  return (
    data?.it?.userErrors.map(({ code, path }: Data) => [code, ...path].join(' ')) ?? [errors?.[0]?.extensions?.code]
  );
}
async function given(
  app: TestServer,
  town: Place,
  facts: StoredEventFacts & { maxCompanions?: number } = {},
): Promise<StoredEvent> {
  const { maxCompanions = 4, ...more } = facts;
  const stored = await storeEvent(app, town, more);
  await app.services.em
    .fork()
    .execute('update event set max_companions = ? where id = ?', [maxCompanions, stored.uuid]);
  return stored;
}
async function seats(app: TestServer, { slotId }: StoredEvent): Promise<Data> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Slot { taken capacity yesCount maybeCount waitingCount } } }';
  return (await askData(app.port, {}, query, { id: slotId })).node;
}
async function waits(app: TestServer, who: Identified, { slotId }: StoredEvent): Promise<number | null> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Slot { viewerAttendance { waitingPlace } } } }';
  return (await askData(app.port, who, query, { id: slotId })).node.viewerAttendance.waitingPlace;
}
async function capacity(
  app: TestServer,
  who: Identified,
  { slotId }: StoredEvent,
  seatsOfSlot: number | null,
): Promise<Data> {
  const query =
    'mutation($input: SetCapacityInput!) { it: setCapacity(input: $input) { slot { taken } userErrors { code } } }';
  return ask(app.port, who, query, { input: { slotId, capacity: seatsOfSlot } });
}
