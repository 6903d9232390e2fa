import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, type MessageContribution } from '../../kernel/message.ts';
import { eraseAccount } from '../../privacy/erasure/privacy.erasure.service.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenGroupOf } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { defineChannel } from '../notification.channels.ts';
import { release } from '../quiet/notification.release.service.ts';

/** Server to which the test channel sends; keeps "KIND contact" of each request. */
const taken: string[] = [];
const door = createServer((request, response) => {
  taken.push((request.url ?? '').slice(1).replace('/', ' '));
  response.writeHead(204).end();
});
let address = '';

const pager = defineChannel({
  name: 'PLANTED',
  description: 'A pager.',
  slots: 20,
  makesNoise: true,
  render: () => Promise.resolve(null),
  send: async (_ctx, { message, contactId }) => {
    await fetch(`${address}/${message.kind}/${contactId}`, { method: 'POST', signal: AbortSignal.timeout(10_000) });
  },
});

/** Message to the members of a group, its subject; they chose the pager. */
function plant(kind: string, options: Pick<MessageContribution, 'reached'> = {}): MessageContribution {
  return defineMessage({
    kind,
    ...options,
    description: 'A message of the test.',
    class: 'PERSONAL',
    interest: 'OWN_REPORTS',
    module: null,
    audience: `select b.person_id as recipient_id, null::uuid as group_id from membership b where b.group_id = m.subject_id`,
    inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
    mail: 'NONE',
  });
}
const start = plant('PLANTED_START');
const end = plant('PLANTED_END', { reached: ['PLANTED_START'] });
const control = plant('PLANTED_CONTROL');

let app: TestServer;
let place: Place;

beforeAll(async () => {
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const added = defineDomain({ name: 'planted', channels: [pager], messages: [start, end, control] });
  // A server of its own: it has a channel and messages of the test.
  app = await startTestServer({}, 'all', [added]);
  place = await givenPlace(app);
});
afterAll(async () => {
  await app.stop();
  door.close();
});
beforeEach(() => {
  taken.length = 0;
});

const run = <Row = never>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);
const idsOf = (people: readonly Somebody[]): string => JSON.stringify(people.map(({ personId }) => personId));
const among = 'in (select value::uuid from json_array_elements_text(?::json))';

/** Gives people a pager, whose contact has the id of the person. */
async function givenPagers(people: readonly Somebody[]): Promise<void> {
  await run(
    `insert into contact (id, recipient_id, channel, address_hash, verified_at)
     select id, id, 'PLANTED', id::text, now() from recipient where id ${among}`,
    [idsOf(people)],
  );
  await run(
    `insert into preference (id, recipient_id, interest, channel, mode)
     select gen_random_uuid(), id, 'OWN_REPORTS', 'PLANTED', 'NOW' from recipient where id ${among}`,
    [idsOf(people)],
  );
}

/** Sends a message at a time, and waits until none of its deliveries is on its way. */
async function tell(message: MessageContribution, subjectId: string, time: string): Promise<void> {
  setTime(app, time);
  await write(forkContext(app.services, system), (tx) =>
    enqueueMessage(tx, message, { municipalityId: place.municipalityId, subjectId }),
  );
  const waits = `select from message m where m.subject_id = ? and m.kind = ? and (
    exists (select from jobs.job j where j.data->>'messageId' = m.id::text and j.state < 'completed')
    or exists (select from delivery d where d.message_id = m.id and d.state in ('PENDING', 'SENDING')))`;
  await expect.poll(() => run(waits, [subjectId, message.kind]), { timeout: 30_000, interval: 100 }).toEqual([]);
}

interface Row {
  readonly who: string;
  readonly channel: string;
  readonly state: string;
  readonly failure: string | null;
}
const rowsOf = (kind: string, subjectId: string): Promise<Row[]> =>
  run<Row>(
    `select d.recipient_id as who, d.channel, d.state, d.failure from delivery d join message m on m.id = d.message_id
     where m.kind = ? and m.subject_id = ?`,
    [kind, subjectId],
  );

/** Outcome of a message for people as "state × number" by channel. */
function outcome(rows: readonly Row[], people: readonly Somebody[]): string {
  const ids = new Set(people.map(({ personId }) => personId));
  const said = (channel: string): string => {
    const states = rows.filter((row) => row.channel === channel && ids.has(row.who));
    const counts = Map.groupBy(states, ({ state, failure }) => (failure === null ? state : `${state} ${failure}`));
    return [...counts].map(([state, { length }]) => `${length} ${state}`).join(' + ') || '-';
  };
  return `pager ${said('PLANTED')}, inbox ${said('INBOX')}`;
}

test(
  'the end reaches all whom the start reached, and nobody learns of it who did not know',
  { timeout: 60_000 },
  async () => {
    const all = await givenPeople(app, place, 501);
    const group = await givenGroupOf(app, place, all.slice(0, 500));
    await givenPagers(all);
    const cut = (from: number, count: number): readonly Somebody[] => all.slice(from, from + count);
    const unfollowed = cut(0, 40);
    const suppressed = cut(40, 5);
    const gone = cut(45, 5);
    const erased = cut(50, 10);
    const held = cut(60, 20);
    const loyal = cut(80, 420);
    const late = cut(500, 1);
    await run(`update recipient set quiet_from = 480, quiet_to = 960 where id ${among}`, [idsOf(held)]);
    await tell(start, group, '2027-01-12T10:00:00Z');

    await run(`delete from membership where person_id ${among}`, [idsOf([...unfollowed, ...suppressed, ...gone])]);
    await run(`insert into suppression select 'PLANTED', id::text, 'BOUNCED', now() from contact where id ${among}`, [
      idsOf(suppressed),
    ]);
    await run(`delete from contact where id ${among}`, [idsOf(gone)]);
    for (const { personId } of erased)
      await write(forkContext(app.services, system), (tx) => eraseAccount(tx, personId, false));
    await run('insert into membership (group_id, person_id) select ?, id from person where id = ?', [
      group,
      late[0]?.personId,
    ]);
    await tell(control, group, '2027-01-12T10:59:00Z');
    await tell(end, group, '2027-01-12T11:00:00Z');
    const [starts, ends, plain] = await Promise.all([start, end, control].map(({ kind }) => rowsOf(kind, group)));
    const table = (
      [
        ['follow all the time', loyal],
        ['unfollowed', unfollowed],
        ['unfollowed, suppressed', suppressed],
        ['unfollowed, device gone', gone],
        ['erased', erased],
        ['held until the evening', held],
        ['follow since the start', late],
      ] as const
    ).map(([who, people]) =>
      [who, String(people.length)].concat([starts, ends, plain].map((rows) => outcome(rows ?? [], people))),
    );
    const line = (cells: readonly string[]) =>
      cells.map((cell, n) => cell.padEnd([24, 5, 48, 34, 0][n] ?? 0)).join(' ');
    console.log([line(['500 followers', '', 'start', 'end', 'control: audience now']), ...table.map(line)].join('\n'));
    expect(table.map(([who, , , told, old]) => [who, told, old])).toEqual([
      ['follow all the time', 'pager 420 SENT, inbox 420 SENT', 'pager 420 SENT, inbox 420 SENT'],
      ['unfollowed', 'pager 40 SENT, inbox 40 SENT', 'pager -, inbox -'],
      ['unfollowed, suppressed', 'pager -, inbox 5 SENT', 'pager -, inbox -'],
      ['unfollowed, device gone', 'pager -, inbox 5 SENT', 'pager -, inbox -'],
      ['erased', 'pager -, inbox -', 'pager -, inbox -'],
      ['held until the evening', 'pager -, inbox 20 SENT', 'pager 20 HELD, inbox 20 SENT'],
      ['follow since the start', 'pager 1 SENT, inbox 1 SENT', 'pager 1 SENT, inbox 1 SENT'],
    ]);
    expect(outcome(starts ?? [], held)).toBe('pager 20 CANCELLED ENDED, inbox 20 SENT');

    // In the evening nothing of the start rings any more, and nobody was told twice.
    setTime(app, '2027-01-12T15:00:00Z');
    await run(`delete from delivery where message_id in (select id from message where kind = 'PLANTED_CONTROL')`);
    await release(forkContext(app.services, system), { dueAt: '2027-01-12T15:00:00Z' });
    const ended = taken.filter((line) => line.startsWith('PLANTED_END '));
    expect([ended.length, new Set(ended).size]).toEqual([461, 461]);
    expect(taken.filter((line) => line.startsWith('PLANTED_START '))).toHaveLength(480);
    setTime(app);
  },
);

test('a start that is written or released after the end is not sent any more', async () => {
  const people = await givenPeople(app, place, 3);
  const group = await givenGroupOf(app, place, people);
  await givenPagers(people);
  await run(`update recipient set quiet_from = 480, quiet_to = 960 where id ${among}`, [idsOf(people)]);
  await tell(start, group, '2027-01-13T10:00:00Z');
  await run(`insert into message (id, municipality_id, kind, subject_id, at) values (gen_random_uuid(), ?, ?, ?, ?)`, [
    place.municipalityId,
    end.kind,
    group,
    '2027-01-13T11:00:00Z',
  ]);
  setTime(app, '2027-01-13T15:00:00Z');
  await release(forkContext(app.services, system), { dueAt: '2027-01-13T15:00:00Z' });
  const pagers = async () => outcome(await rowsOf(start.kind, group), people);
  await expect.poll(pagers, { timeout: 15_000 }).toBe('pager 3 CANCELLED NO_LONGER_WANTED, inbox 3 SENT');

  // Control: a new start about the same subject is a new matter.
  await run('update recipient set quiet_to = quiet_from where id = ?', [people[0]?.personId]);
  await run('delete from message where kind = ? and subject_id = ?', [start.kind, group]);
  await tell(start, group, '2027-01-13T16:00:00Z');
  expect(await pagers()).toBe('pager 3 SENT, inbox 3 SENT');
  setTime(app);
});
