import { expect } from 'vitest';
import { givenPerson, type Somebody } from '../../testing/builders.ts';
import { partsOf } from '../../testing/calendars.ts';
import { askData, type Data } from '../../testing/client.ts';
import { storeEvent } from '../../testing/events.ts';
import { givenGroup, givenMember } from '../../testing/groups.ts';
import { type TestServer } from '../../testing/server.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test('the own calendar holds the own dates, as long as the person may read them', async ({ app, town }) => {
  const who = await givenPerson(app, town);
  const other = await givenPerson(app, town);
  const group = await givenGroup(app, town, { name: 'Verein', joinPolicy: 'ON_REQUEST' });
  await givenMember(app, town, group, { who });
  const open = await storeEvent(app, town, { title: 'Markt' });
  const maybe = await storeEvent(app, town, { title: 'Konzert' });
  const no = await storeEvent(app, town, { title: 'Lesung' });
  const inside = await storeEvent(app, town, { title: 'Vorstand', groupIds: [group.groupId] });
  await storeEvent(app, town, { title: 'Unbeantwortet' });
  await reply(app, who, open.slotId, 'YES');
  await reply(app, who, maybe.slotId, 'MAYBE');
  await reply(app, who, no.slotId, 'NO');
  await reply(app, who, inside.slotId, 'YES');
  await reply(app, other, no.slotId, 'YES');
  const { it }: Data = await askData(app.port, who, making);
  expect(it.viewer.calendarAddressSince).not.toBeNull();
  expect(await read(app, it.address)).toEqual(['Markt', 'Vielleicht: Konzert', 'Vorstand']);
  const em = app.services.em.fork();
  const [stored]: { token_hash: string }[] = await em.execute(
    'select token_hash from calendar_address where person_id = ?',
    [who.personId],
  );
  expect(it.address).not.toContain(stored?.token_hash);

  await em.execute('delete from membership where person_id = ? and group_id = ?', [who.personId, group.groupId]);
  expect(await read(app, it.address)).toEqual(['Markt', 'Vielleicht: Konzert']);
  await em.execute(`update event set state = 'WITHDRAWN' where id = ?`, [open.uuid]);
  expect(await read(app, it.address)).toEqual(['Vielleicht: Konzert']);
});

test('a new address ends the old one, and it can be ended', async ({ app, town }) => {
  const who = await givenPerson(app, town);
  const { it: first }: Data = await askData(app.port, who, making);
  expect(await read(app, first.address)).toEqual([]);
  const { it: second }: Data = await askData(app.port, who, making);
  expect(await read(app, first.address)).toBe(404);
  expect(await read(app, second.address)).toEqual([]);
  expect(await read(app, second.address.slice(0, -5) + '.ics')).toBe(404);
  const { it: ended }: Data = await askData(app.port, who, revoking);
  expect(ended).toEqual({ viewer: { calendarAddressSince: null }, userErrors: [] });
  expect(await read(app, second.address)).toBe(404);
});

const making = 'mutation { it: makeCalendarAddress { address viewer { calendarAddressSince } userErrors { code } } }';
const revoking = 'mutation { it: revokeCalendarAddress { viewer { calendarAddressSince } userErrors { code } } }';

async function reply(app: TestServer, who: Somebody, slotId: string, answer: string): Promise<void> {
  const query = 'mutation($input: AnswerEventInput!) { answerEvent(input: $input) { userErrors { code } } }';
  const { answerEvent }: Data = await askData(app.port, who, query, { input: { slotId, answer } });
  expect(answerEvent.userErrors).toEqual([]);
}

/** Titles in the file, or the status of a refusal. */
async function read(app: TestServer, address: string): Promise<string[] | number> {
  const response = await fetch(`http://127.0.0.1:${app.port}${new URL(address).pathname}`);
  if (!response.ok) return response.status;
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
  const titles = partsOf(await response.text()).map((part) => String(part.getFirstPropertyValue('summary')));
  return titles.sort();
}
