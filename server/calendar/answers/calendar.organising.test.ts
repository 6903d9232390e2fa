import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, identify, watch } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { storeEvent, type StoredEvent } from '../../testing/events.ts';
import { givenGroup, givenMember } from '../../testing/groups.ts';
import { readPages } from '../../testing/pdf.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let place: Place;
let admin: Somebody;
test.beforeEach(async ({ app }) => {
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});

test('a caller takes seats or waits like everybody, once for each key; a removed one frees seats', async ({ app }) => {
  const event = await given(app, 3);
  const [a] = (await givenPeople(app, place, 1)) as [Somebody];
  const idempotencyKey = randomUUID();
  const first = await enter(app, admin, event.slotId, 'Frau Alt', { companions: 1, idempotencyKey });
  expect(first.data.it.attendance).toMatchObject({
    name: 'Frau Alt',
    companions: 1,
    hasContact: false,
    waitingPlace: null,
  });
  const again = await enter(app, admin, event.slotId, 'Frau Alt', { companions: 1, idempotencyKey });
  expect(again.data.it.attendance.id).toBe(first.data.it.attendance.id);
  expect(codesOf(await enter(app, admin, event.slotId, 'Herr Neu', { idempotencyKey }))).toEqual([
    'IDEMPOTENCY_KEY_REUSED',
  ]);
  expect((await enter(app, admin, event.slotId, 'Herr Neu', { companions: 1 })).data.it.attendance.waitingPlace).toBe(
    1,
  );
  expect(codesOf(await enter(app, admin, event.slotId, 'X'))).toEqual(['TOO_SHORT']);
  expect(codesOf(await enter(app, admin, event.slotId, 'Viele', { companions: 4 }))).toEqual(['TOO_MANY_COMPANIONS']);
  expect(codesOf(await enter(app, a, event.slotId, 'Freund'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await enter(app, {}, event.slotId, 'Freund'))).toEqual(['UNAUTHENTICATED']);
  const own = (await reply(app, a, event.slotId)).data.it.attendance.id;
  expect(codesOf(await remove(app, admin, own))).toEqual(['NOT_A_CALLER']);
  expect((await remove(app, admin, first.data.it.attendance.id)).data.it.slot).toEqual({ taken: 3, waitingCount: 0 });
  expect(codesOf(await remove(app, admin, first.data.it.attendance.id))).toEqual(['NOT_FOUND']);
  expect(await sentences(app)).toEqual(['CALLER_REMOVED', 'CALLER_ENTERED', 'CALLER_ENTERED']);
});

test('callers are entered after the term for answers, until the end', async ({ app }) => {
  const event = await given(app, 3, { startsAt: new Date(Date.now() - 3_600_000), minutes: 120 });
  expect(codesOf(await enter(app, admin, event.slotId, 'Später Gast'))).toEqual([]);
  setTime(app, new Date(Date.now() + 2 * 3_600_000).toISOString());
  try {
    expect(codesOf(await enter(app, admin, event.slotId, 'Zu spät'))).toEqual(['ANSWERS_CLOSED']);
  } finally {
    setTime(app);
  }
  expect(codesOf(await enter(app, admin, (await given(app, 3, { dateState: 'CANCELLED' })).slotId, 'Niemand'))).toEqual(
    ['DATE_CANCELLED'],
  );
});

test('check-in is live, idempotent and audited', async ({ app }) => {
  const event = await given(app, 3);
  const [a] = (await givenPeople(app, place, 1)) as [Somebody];
  const own = (await reply(app, a, event.slotId)).data.it.attendance.id;
  const client = connect(app.port, admin);
  const query = 'subscription($id: ID!) { eventSeats(occurrenceId: $id) { cursor } }';
  const stream = watch(client, query, { id: event.occurrenceId });
  await stream.until(() => true);
  expect((await check(app, admin, own, true)).data.it.attendance.checkedInAt).toEqual(expect.any(String));
  await stream.until(() => stream.messages.length > 1);
  await check(app, admin, own, true);
  expect((await check(app, admin, own, false)).data.it.attendance.checkedInAt).toBeNull();
  expect(codesOf(await check(app, a, own, true))).toEqual(['FORBIDDEN']);
  expect(await sentences(app)).toEqual(['ATTENDEE_CHECKED_OUT', 'ATTENDEE_CHECKED_IN']);
  await client.dispose();
});

test('CSV and PDF are for organisers, hold no formula, and each download is audited', async ({ app }) => {
  const event = await given(app, 3);
  const [a] = (await givenPeople(app, place, 1)) as [Somebody];
  await reply(app, a, event.slotId, { name: '=HYPERLINK("x")', companions: 1 });
  await enter(app, admin, event.slotId, 'Frau Alt');
  await enter(app, admin, event.slotId, 'Herr Neu');
  const get = (who: Identified, ending: string) =>
    fetch(`http://127.0.0.1:${app.port}/attendances/${event.slotId}/list.${ending}`, { headers: identify(who) });
  const csv = await get(admin, 'csv');
  expect([csv.headers.get('content-disposition'), csv.headers.get('cache-control')]).toEqual([
    expect.stringMatching(/^attachment; filename="teilnehmer-\d{8}-.*\.csv"$/),
    'no-store',
  ]);
  const [head, ...lines] = (await csv.text()).trimEnd().split('\r\n');
  expect(head).toContain('Name;Antwort;Begleitpersonen');
  expect(lines.map((line) => line.split(';').slice(0, 3).join(';'))).toEqual([
    `"'=HYPERLINK(""x"")";Ja;1`,
    'Frau Alt;Ja;0',
    'Herr Neu;Ja, wartet;0',
  ]);
  expect(lines[1]).toContain(';anrufen;');
  const pdf = await get(admin, 'pdf');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  const [page = ''] = readPages(Buffer.from(await pdf.arrayBuffer()));
  for (const word of ['Teilnehmerliste', 'Frau Alt', 'Warteliste (1)', '3 von 3 belegt']) expect(page).toContain(word);
  expect([(await get(a, 'csv')).status, (await get({}, 'pdf')).status]).toEqual([403, 401]);
  const downloads = (await sentences(app)).filter((kind) => kind === 'ATTENDANCES_DOWNLOADED');
  expect(downloads).toHaveLength(2);
});

test('a publisher of the group organises its events, not those of the town', async ({ app }) => {
  const group = await givenGroup(app, place);
  const publisher = await givenMember(app, place, group, { isPublisher: true });
  const own = await given(app, 3, { groupIds: [group.groupId] });
  const both = await given(app, 3, { groupIds: [group.groupId, place.groupId] });
  expect(codesOf(await enter(app, publisher, own.slotId, 'Frau Alt'))).toEqual([]);
  expect(codesOf(await enter(app, publisher, both.slotId, 'Frau Alt'))).toEqual(['FORBIDDEN']);
});

async function given(app: TestServer, capacity: number, facts: object = {}): Promise<StoredEvent> {
  const stored = await storeEvent(app, place, { capacity, ...facts });
  await app.services.em.fork().execute('update event set max_companions = 3 where id = ?', [stored.uuid]);
  return stored;
}
function act(
  app: TestServer,
  who: Identified,
  name: string,
  type: string,
  input: object,
  selection: string,
): Promise<Data> {
  const query = `mutation($input: ${type}!) { it: ${name}(input: $input) { ${selection} userErrors { code path } } }`;
  return ask(app.port, who, query, { input });
}
const reply = (app: TestServer, who: Identified, slotId: string, more: object = {}) =>
  act(app, who, 'answerEvent', 'AnswerEventInput', { slotId, answer: 'YES', ...more }, 'attendance { id }');
const enter = (app: TestServer, who: Identified, slotId: string, name: string, more: object = {}) =>
  act(
    app,
    who,
    'enterCaller',
    'EnterCallerInput',
    { slotId, name, idempotencyKey: randomUUID(), ...more },
    'attendance { id name companions hasContact waitingPlace }',
  );
const remove = (app: TestServer, who: Identified, attendanceId: string) =>
  act(app, who, 'removeCaller', 'RemoveCallerInput', { attendanceId }, 'slot { taken waitingCount }');
const check = (app: TestServer, who: Identified, attendanceId: string, isPresent: boolean) =>
  act(app, who, 'checkIn', 'CheckInInput', { attendanceId, isPresent }, 'attendance { checkedInAt }');
const codesOf = ({ data, errors }: Data): string[] =>
  data?.it?.userErrors.map(({ code }: Data) => code) ?? [errors?.[0]?.extensions?.code];

/** Kinds of the audit sentences about answers, the newest first; each test has a town of its own. */
async function sentences(app: TestServer): Promise<string[]> {
  const query =
    'query($ags: String!) { municipality(ags: $ags) { audit(first: 50, topic: ANSWERS) { nodes { kind } } } }';
  const { municipality } = await askData(app.port, admin, query, { ags: place.ags });
  return municipality.audit.nodes.map(({ kind }: Data) => kind);
}
