import { Temporal } from 'temporal-polyfill';
import { v7 } from 'uuid';
import { expect, vi } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { storeEvent, type StoredEvent } from '../testing/events.ts';
import { test } from '../testing/fixtures.ts';
import { settleMessages } from '../testing/inbox.ts';
import { keepSessions } from '../testing/nights.ts';
import { givenPhone } from '../testing/phones.ts';
import type { PushService } from '../testing/push.ts';
import type { TestServer } from '../testing/server.ts';
import { Attendance } from './calendar.slot.entity.ts';

const zone = 'Europe/Berlin';
const at = (text: string): string => Temporal.ZonedDateTime.from(`${text}[${zone}]`).toInstant().toString();
const startsAt = at('2027-01-12T09:30');

/** Answers to the date; a caller has no address, and outsiders did not answer. */
const answers = ['YES', 'MAYBE', 'waiting', 'NO', 'caller', 'outsider'] as const;
/** Quiet hours in minutes after midnight; the date begins at 09:30, after the change of the time at 10:00. */
const quiets = {
  none: [0, 0],
  'until 07:00, 2 h or more before': [1320, 420],
  'until 08:30, less than 2 h before': [1320, 510],
} as const;
const changes = {
  time: ['changeOccurrences', { startsAt: at('2027-01-12T10:00') }],
  place: ['changeOccurrences', { place: 'Bücherei' }],
  'online address': ['changeOccurrences', { onlineUrl: 'https://konferenz.example/raum' }],
  cancellation: ['cancelOccurrences', { reason: 'Glatteis' }],
  wording: ['updateEvent', { title: 'Anderer Titel', place: 'Marktplatz' }],
} as const;
type Change = keyof typeof changes;
type Quiet = keyof typeof quiets;

/** Somebody with an answer and quiet hours; undefined: a caller. */
interface Guest {
  readonly answer: (typeof answers)[number];
  readonly quiet: Quiet;
  readonly who: Somebody | undefined;
}

let push: PushService;
let app: TestServer;
let place: Place;
let admin: Somebody;
test.beforeAll(async ({ app: server, push: service }) => {
  app = server;
  push = service;
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});

const run = <Row>(sql: string, values: readonly unknown[]): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);

async function givenGuests(): Promise<Guest[]> {
  const pairs = answers.flatMap((answer) => Object.keys(quiets).map((quiet) => ({ answer, quiet: quiet as Quiet })));
  const people = await givenPeople(app, place, pairs.length);
  const guests = pairs.map((pair, n) => ({ ...pair, who: pair.answer === 'caller' ? undefined : people[n] }));
  for (const { who, quiet } of guests) {
    if (who === undefined) continue;
    await givenPhone(app, push, who);
    await run('update recipient set quiet_from = ?, quiet_to = ? where id = ?', [...quiets[quiet], who.personId]);
  }
  return guests;
}

/** Stores what the guests answered to the date of the event. */
async function storeAnswers({ slotUuid: slot }: StoredEvent, guests: readonly Guest[]): Promise<void> {
  const em = app.services.em.fork();
  const now = new Date();
  for (const { answer, who } of guests.filter((guest) => guest.answer !== 'outsider')) {
    const said = answer === 'NO' || answer === 'MAYBE' ? answer : 'YES';
    const facts = { id: v7(), municipality: place.municipalityId, slot, recipient: who?.personId ?? null, name: 'Kim' };
    const waitingSince = answer === 'waiting' ? now : null;
    em.persist(em.create(Attendance, { ...facts, answer: said, waitingSince, createdAt: now, updatedAt: now }));
  }
  await em.flush();
}

async function make(change: Change, event: StoredEvent): Promise<void> {
  const [name, more] = changes[change];
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { it: ${name}(input: $input) { userErrors { code path } } }`;
  const ofDate = { occurrenceId: event.occurrenceId, scope: 'THIS' };
  const target = name === 'updateEvent' ? { eventId: event.id } : ofDate;
  const input = { ...target, version: 1, ...more };
  expect((await askData(app.port, admin, query, { input })).it.userErrors).toEqual([]);
}

interface Sent {
  readonly recipientId: string;
  readonly kind: string;
  readonly channel: string;
  readonly state: string;
  readonly dueAt: string;
}

/** Deliveries of the messages about the change, when none of them is under way any more. */
async function sentFor({ uuid }: StoredEvent): Promise<Sent[]> {
  await settleMessages(app);
  const read = () =>
    run<Sent>(
      `select d.recipient_id as "recipientId", m.kind, d.channel, d.state, d.due_at as "dueAt"
       from delivery d join message m on m.id = d.message_id
       where m.subject_id = ? and m.kind <> 'EVENT_PUBLISHED' and d.channel in ('EMAIL', 'PUSH')`,
      [uuid],
    );
  const isOver = async () => (await read()).every(({ state }) => !['PENDING', 'SENDING'].includes(state));
  await vi.waitUntil(isOver, 30_000);
  return read();
}

/** "EVENT_CHANGED mail at once, push at 07:00", or "nothing". */
function describeSent(sent: readonly Sent[]): string {
  if (sent.length === 0) return 'nothing';
  const when = (channel: string): string => {
    const all = sent.filter((one) => one.channel === channel);
    const [one] = all;
    if (one === undefined || all.length > 1) return `${all.length} times`;
    if (one.state === 'SENT') return 'at once';
    const time = Temporal.Instant.fromEpochMilliseconds(Date.parse(one.dueAt)).toZonedDateTimeISO(zone);
    return one.state === 'HELD' ? `at ${time.toPlainTime().toString({ smallestUnit: 'minute' })}` : one.state;
  };
  return `${[...new Set(sent.map(({ kind }) => kind))].join()}: mail ${when('EMAIL')}, push ${when('PUSH')}`;
}

function expectedFor(answer: Guest['answer'], quiet: Quiet, change: Change): string {
  const isTold = ['YES', 'MAYBE', 'waiting'].includes(answer) && change !== 'wording';
  if (!isTold) return 'nothing';
  const kind = change === 'cancellation' ? 'EVENT_CANCELLED' : 'EVENT_CHANGED';
  const isHeld = quiet === 'until 07:00, 2 h or more before';
  return `${kind}: mail at once, push ${isHeld ? 'at 07:00' : 'at once'}`;
}

test('answers × quiet hours × changes at 01:00: who gets which message, and when', async () => {
  const guests = await givenGuests();
  const known = new Map(
    guests.flatMap(({ who, answer }) => (who === undefined ? [] : [[who.personId, answer] as const])),
  );
  const table: Record<string, Record<string, string>> = {};
  const wrong: string[] = [];
  let outsiders = 0;
  try {
    setTime(app, at('2027-01-12T01:00'));
    await keepSessions(app);
    for (const change of Object.keys(changes) as Change[]) {
      const event = await storeEvent(app, place, { startsAt: new Date(startsAt) });
      await storeAnswers(event, guests);
      await make(change, event);
      const sent = await sentFor(event);
      outsiders += sent.filter(
        ({ recipientId }) => !['YES', 'MAYBE', 'waiting'].includes(known.get(recipientId) ?? ''),
      ).length;
      for (const { answer, quiet, who } of guests) {
        const cell = describeSent(sent.filter(({ recipientId }) => recipientId === who?.personId));
        (table[`${answer}, quiet ${quiet}`] ??= {})[change] = cell;
        const expected = expectedFor(answer, quiet, change);
        if (cell !== expected) wrong.push(`${answer}, ${quiet}, ${change}: ${cell} instead of ${expected}`);
      }
    }
  } finally {
    setTime(app);
  }
  for (const [row, cells] of Object.entries(table)) {
    console.log(
      `${row}\n${Object.entries(cells)
        .map(([change, cell]) => `  ${change.padEnd(15)} ${cell}`)
        .join('\n')}`,
    );
  }
  console.log(
    `${guests.length * Object.keys(changes).length} cells, ${wrong.length} wrong; messages to outsiders: ${outsiders}`,
  );
  expect(wrong).toEqual([]);
  expect(outsiders).toBe(0);
}, 600_000);
