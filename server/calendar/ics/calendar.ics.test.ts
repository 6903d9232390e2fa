import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, givenStaff, type Place } from '../../testing/builders.ts';
import { partsOf } from '../../testing/calendars.ts';
import { identify } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenEvent, storeEvent, type StoredEvent } from '../../testing/events.ts';
import { givenGroup, type GivenGroup } from '../../testing/groups.ts';
import { type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test('a file has the public events of the next 18 months and the last 60 days, in the form of RFC 5545', async ({
  app,
  town,
  at,
}) => {
  const own = await givenPlace(app);
  const staff = await givenStaff(app, own);
  await app.services.em.fork().execute(`update session set expires_at = '2030-01-01'`);
  at('2026-12-31T12:00:00Z');

  const title = 'Fest; groß, laut \\ mit Musik und einem Titel, der länger als eine Zeile der Datei ist';
  const body = 'Erste Zeile.\n\nZweite Zeile mit BEGIN:VEVENT darin.';
  const dates = { startsAt: '2027-03-27T18:00:00Z', endsAt: '2027-03-27T20:00:00Z', isAllDay: false };
  const point = { lat: 50.6, lon: 7.2 };
  await givenEvent(app, own, staff, { title, body, dates, point, onlineUrl: 'https://example.org/a,b' });
  const first = await fetchFile(app, town, 'town.ics', {}, own.ags);
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(first.headers.get('access-control-allow-origin')).toBe('*');
  expect(first.headers.get('x-robots-tag')).toBe('noindex');
  const text = await first.text();
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text).toContain('DTSTART;TZID=Europe/Berlin:20270327T190000\r\n');
  const [event] = partsOf(text);
  expect(event?.getFirstPropertyValue('summary')).toBe(title);
  expect(event?.getFirstPropertyValue('description')).toContain('Zweite Zeile mit BEGIN:VEVENT darin.');
  expect(event?.getFirstPropertyValue('location')).toBe('Marktplatz');
  expect(event?.getFirstPropertyValue('geo')).toEqual([50.6, 7.2]);
  expect([event?.hasProperty('organizer'), event?.hasProperty('attendee')]).toEqual([true, false]);
  const tag = first.headers.get('etag') ?? '';
  at('2026-12-31T13:00:00Z'); // DTSTAMP does not depend on the time of the request
  expect((await fetchFile(app, town, 'town.ics', { 'if-none-match': tag }, own.ags)).status).toBe(304);
  at('2027-05-27T12:00:00Z');
  expect(titlesIn(await (await fetchFile(app, town, 'town.ics', {}, own.ags)).text())).toEqual([]);
});

test('only what everybody reads stands in files, also for people who may read more', async ({ app, town, admin }) => {
  const groups = new Map<string, GivenGroup>();
  const events = new Map<string, StoredEvent>();
  for (const joinPolicy of policies) {
    const group = await givenGroup(app, town, { name: `Gruppe ${joinPolicy}`, joinPolicy });
    groups.set(joinPolicy, group);
    for (const state of ['PUBLISHED', 'DRAFT', 'IN_REVIEW', 'WITHDRAWN'] as const) {
      const title = `${joinPolicy} ${state}`;
      events.set(title, await storeEvent(app, town, { title, groupIds: [group.groupId], state }));
    }
  }
  const read = async (path: string): Promise<string[]> => {
    const response = await fetchFile(app, town, path, identify(admin));
    return response.ok ? titlesIn(await response.text()) : [String(response.status)];
  };
  expect(await read('town.ics')).toEqual(['OPEN PUBLISHED']);
  const groupPath = (policy: string): string => `group/${toGlobalId('Group', groups.get(policy)?.groupId ?? '')}.ics`;
  expect(await Promise.all(policies.map((policy) => read(groupPath(policy))))).toEqual([
    ['OPEN PUBLISHED'],
    ['404'],
    ['404'],
  ]);
  for (const [title, { id }] of events)
    expect([title, await read(`event/${id}.ics`)]).toEqual([title, title === 'OPEN PUBLISHED' ? [title] : ['404']]);

  // Control: the titles would be seen if the groups were open and the events published.
  const em = app.services.em.fork();
  await em.execute(`update "group" set join_policy = 'OPEN' where municipality_id = ?`, [town.municipalityId]);
  await em.execute(`update event set state = 'PUBLISHED' where municipality_id = ?`, [town.municipalityId]);
  await afterKeptFile(app, async () => expect((await read('town.ics')).sort()).toEqual([...events.keys()].sort()));
});

test('the file of a town is drawn once in ten seconds for all who ask', async ({ app, town, at }) => {
  const own = await givenPlace(app);
  const readTown = async (): Promise<string[]> =>
    titlesIn(await (await fetchFile(app, town, 'town.ics', {}, own.ags)).text());
  at('2026-12-31T12:00:00Z');

  expect(await Promise.all([readTown(), readTown()])).toEqual([[], []]);
  await storeEvent(app, own, { title: 'Fest' });
  const statements = await statementsOf(app, async () => expect(await readTown()).toEqual([]));
  expect(statements.length).toBe(0);
  at('2026-12-31T12:00:10Z');
  expect(await readTown()).toEqual(['Fest']);
  await app.services.em.fork().execute(`update municipality set modules = '{POSTS}' where ags = ?`, [own.ags]);
  at('2026-12-31T12:00:20Z');
  expect((await fetchFile(app, town, 'town.ics', {}, own.ags)).status).toBe(404);
});

test('unknown ids, other towns, towns without the module and towns that are only listed are not found', async ({
  app,
  town,
}) => {
  const other = await givenPlace(app);
  const foreign = await storeEvent(app, other);
  const unknown = [`event/${foreign.id}.ics`, 'event/x.ics', `group/${toGlobalId('Group', other.groupId)}.ics`];
  for (const path of [...unknown, `event/${toGlobalId('Group', town.groupId)}.ics`, 'group/.ics', 'other.ics'])
    expect([path, (await fetchFile(app, town, path)).status]).toEqual([path, 404]);
  expect((await fetchFile(app, town, `event/${foreign.id}.ics`, {}, other.ags)).status).toBe(200);
  expect((await fetchFile(app, town, 'town.ics', {}, other.ags)).status).toBe(200);
  const em = app.services.em.fork();
  const listed = await givenPlace(app);
  const group = `group/${toGlobalId('Group', listed.groupId)}.ics`;
  const { id } = await storeEvent(app, listed);
  await em.execute(`update municipality set is_on_platform = false where id = ?`, [listed.municipalityId]);
  for (const path of ['town.ics', group, `event/${id}.ics`])
    expect([path, (await fetchFile(app, town, path, {}, listed.ags)).status]).toEqual([path, 404]);
  await em.execute(`update municipality set modules = '{POSTS}' where id = ?`, [other.municipalityId]);
  const expectNone = async (): Promise<void> => {
    for (const path of ['town.ics', `event/${foreign.id}.ics`])
      expect([path, (await fetchFile(app, town, path, {}, other.ags)).status]).toEqual([path, 404]);
  };
  await afterKeptFile(app, expectNone);
});

test('the number of statements does not grow with the number of events', async ({ app, town }) => {
  const small = await givenPlace(app);
  const large = await givenPlace(app);
  await storeEvent(app, small, { dates: 2, rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=2' });
  for (let n = 0; n < 30; n++) await storeEvent(app, large, { title: `Termin ${n}`, dateState: 'CANCELLED' });
  const sent = async ({ ags }: Place): Promise<number> =>
    (await statementsOf(app, async () => (await fetchFile(app, town, 'town.ics', {}, ags)).text())).length;
  const few = await sent(small);
  expect(few).toBeGreaterThan(0);
  expect(await sent(large)).toBe(few);
});

const policies = ['OPEN', 'ON_REQUEST', 'CLOSED'] as const;

function fetchFile(
  app: TestServer,
  town: Place,
  path: string,
  headers: Record<string, string> = {},
  ags = town.ags,
): Promise<Response> {
  return fetch(`http://127.0.0.1:${app.port}/calendar/${ags}/${path}`, { headers });
}

/** Runs `work` at a time when the file of a town that was asked for before is drawn again. */
async function afterKeptFile(app: TestServer, work: () => Promise<void>): Promise<void> {
  setTime(app, new Date(Date.now() + 10_000).toISOString());
  try {
    await work();
  } finally {
    setTime(app);
  }
}

const titlesIn = (text: string): string[] => partsOf(text).map((part) => String(part.getFirstPropertyValue('summary')));
