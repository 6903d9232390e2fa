import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPerson, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { partsOf } from '../../testing/calendars.ts';
import { askData, type Data } from '../../testing/client.ts';
import { storeEvent } from '../../testing/events.ts';
import { givenGroup, givenMember } from '../../testing/groups.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;

beforeAll(async () => {
  app = await startTestServer({ compareMs: 3_600_000 }, 'web');
  place = await givenPlace(app);
});
afterAll(() => app.stop());

const making = 'mutation { it: makeCalendarAddress { address viewer { calendarAddressSince } userErrors { code } } }';
const revoking = 'mutation { it: revokeCalendarAddress { viewer { calendarAddressSince } userErrors { code } } }';

async function reply(who: Somebody, slotId: string, answer: string): Promise<void> {
  const query = 'mutation($input: AnswerEventInput!) { answerEvent(input: $input) { userErrors { code } } }';
  const { answerEvent }: Data = await askData(app.port, who, query, { input: { slotId, answer } });
  expect(answerEvent.userErrors).toEqual([]);
}

/** Titles in the file, or the status of a refusal. */
async function read(address: string): Promise<string[] | number> {
  const response = await fetch(`http://127.0.0.1:${app.port}${new URL(address).pathname}`);
  if (!response.ok) return response.status;
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
  const titles = partsOf(await response.text()).map((part) => String(part.getFirstPropertyValue('summary')));
  return titles.sort();
}

test('the own calendar holds the own dates, as long as the person may read them', async () => {
  const who = await givenPerson(app, place);
  const other = await givenPerson(app, place);
  const group = await givenGroup(app, place, { name: 'Verein', joinPolicy: 'ON_REQUEST' });
  await givenMember(app, place, group, { who });
  const open = await storeEvent(app, place, { title: 'Markt' });
  const maybe = await storeEvent(app, place, { title: 'Konzert' });
  const no = await storeEvent(app, place, { title: 'Lesung' });
  const inside = await storeEvent(app, place, { title: 'Vorstand', groupIds: [group.groupId] });
  await storeEvent(app, place, { title: 'Unbeantwortet' });
  await reply(who, open.slotId, 'YES');
  await reply(who, maybe.slotId, 'MAYBE');
  await reply(who, no.slotId, 'NO');
  await reply(who, inside.slotId, 'YES');
  await reply(other, no.slotId, 'YES');
  const { it }: Data = await askData(app.port, who, making);
  expect(it.viewer.calendarAddressSince).not.toBeNull();
  expect(await read(it.address)).toEqual(['Markt', 'Vielleicht: Konzert', 'Vorstand']);
  const em = app.services.em.fork();
  const [stored]: { token_hash: string }[] = await em.execute('select token_hash from calendar_address');
  expect(it.address).not.toContain(stored?.token_hash);

  await em.execute('delete from membership where person_id = ? and group_id = ?', [who.personId, group.groupId]);
  expect(await read(it.address)).toEqual(['Markt', 'Vielleicht: Konzert']);
  await em.execute(`update event set state = 'WITHDRAWN' where id = ?`, [open.uuid]);
  expect(await read(it.address)).toEqual(['Vielleicht: Konzert']);
});

test('a new address ends the old one, and it can be ended', async () => {
  const who = await givenPerson(app, place);
  const { it: first }: Data = await askData(app.port, who, making);
  expect(await read(first.address)).toEqual([]);
  const { it: second }: Data = await askData(app.port, who, making);
  expect(await read(first.address)).toBe(404);
  expect(await read(second.address)).toEqual([]);
  expect(await read(second.address.slice(0, -5) + '.ics')).toBe(404);
  const { it: ended }: Data = await askData(app.port, who, revoking);
  expect(ended).toEqual({ viewer: { calendarAddressSince: null }, userErrors: [] });
  expect(await read(second.address)).toBe(404);
});
