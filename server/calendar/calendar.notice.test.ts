import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { identify, type Identified } from '../testing/client.ts';
import { givenEvent, storeEvent } from '../testing/events.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { readPages } from '../testing/pdf.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let admin: Somebody;

test.beforeAll(async ({ app }) => {
  place = await givenPlace(app, 'Aushangen');
  admin = await givenStaff(app, place);
});

test('everybody prints the notice of an open event: title, sentence, place, end of answers, sender', async ({
  app,
}) => {
  const choir = await givenGroup(app, place, { name: 'Kammerchor', joinPolicy: 'OPEN' });
  const { occurrences } = await givenEvent(app, place, admin, {
    groupIds: [choir.id],
    title: 'Frühlingskonzert des Kammerchors',
    body: 'Mit Liedern aus drei Jahrhunderten. Der Eintritt ist frei.',
    dates: {
      startsAt: at('04', '19:30'),
      endsAt: at('04', '21:00'),
      isAllDay: false,
      recurrence: { frequency: 'WEEKLY', weekdays: ['THURSDAY'], count: 3 },
    },
    answersUntil: at('03', '18:00'),
  });
  const response = await get(app, occurrences.nodes[0]?.id ?? '');
  expect([response.status, response.headers.get('content-type'), response.headers.get('set-cookie')]).toEqual([
    200,
    'application/pdf',
    null,
  ]);
  const [page = '', ...others] = await pagesOf(response, 'konzert');
  expect(others).toEqual([]);
  const text = page.replace(/\s+/g, ' ');
  for (const part of [
    'Frühlingskonzert des Kammerchors',
    'Am Donnerstag, 4. März 2027, von 19:30 bis 21 Uhr',
    'Marktplatz',
    'Weitere Termine: Donnerstag, 11. März · Donnerstag, 18. März',
    'Antworten bis Mittwoch, 3. März 2027, 18 Uhr',
    'Kammerchor',
    'Der Eintritt ist frei.',
  ])
    expect(text).toContain(part);
});

test('the longest title and text stay on one page; a cancelled date says so', async ({ app }) => {
  const title = 'Donaudampfschifffahrtsgesellschaftskapitänsversammlung '.repeat(4).trim().slice(0, 200);
  const stored = await storeEvent(app, place, {
    title,
    dateState: 'CANCELLED',
    startsAt: new Date('2027-05-01T22:00:00Z'),
  });
  const pages = await pagesOf(await get(app, stored.occurrenceId), 'lang');
  expect(pages).toHaveLength(1);
  expect(pages[0]).toContain('Abgesagt');
});

test('only readers of the event get the notice', async ({ app }) => {
  const closed = await givenGroup(app, place);
  const member = await givenMember(app, place, closed);
  const secret = await storeEvent(app, place, { groupIds: [closed.groupId] });
  const draft = await storeEvent(app, place, { state: 'DRAFT' });
  const statuses = async (id: string): Promise<number[]> =>
    Promise.all([{}, member, admin].map(async (who) => (await get(app, id, who)).status));
  expect(await statuses(secret.occurrenceId)).toEqual([404, 200, 404]);
  expect(await statuses(draft.occurrenceId)).toEqual([404, 404, 200]);
  expect((await get(app, 'nonsense')).status).toBe(404);
});

const get = (app: TestServer, occurrenceId: string, who: Identified = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${app.port}/event-notices/${occurrenceId}.pdf`, { headers: identify(who) });

async function pagesOf(response: Response, name: string): Promise<string[]> {
  const file = Buffer.from(await response.arrayBuffer());
  const folder = process.env.NOTICE_PDFS;
  if (folder !== undefined) writeFileSync(`${folder}/${name}.pdf`, file);
  return readPages(file);
}
const at = (day: string, time: string): string => `2027-03-${day}T${time}:00+01:00`;
