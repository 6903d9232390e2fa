import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPlace, givenStaff, type Place } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { type StoredEvent, storeEvent } from '../testing/events.ts';
import { givenGroup, type GivenGroup } from '../testing/groups.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let open: GivenGroup;
let closed: GivenGroup;
let moved: StoredEvent;

test.beforeAll(async ({ app }) => {
  place = await givenPlace(app, 'Framestadt');
  open = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'OPEN' });
  const asking = await givenGroup(app, place, { joinPolicy: 'ON_REQUEST' });
  closed = await givenGroup(app, place, { joinPolicy: 'CLOSED' });
  await storeEvent(app, place, { title: 'Markt <b>alt</b>', startsAt: day(2) });
  moved = await storeEvent(app, place, { title: 'Chorprobe', startsAt: day(1), groupIds: [open.groupId] });
  await storeEvent(app, place, { title: 'Fest', startsAt: day(3), dateState: 'CANCELLED' });
  await storeEvent(app, place, { title: 'Sitzung', startsAt: day(4), dateState: 'CHANGED' });
  await storeEvent(app, place, { title: 'Vergangen', startsAt: day(-2) });
  await storeEvent(app, place, { title: 'Entwurf', startsAt: day(1), state: 'DRAFT' });
  await storeEvent(app, place, { title: 'Intern', startsAt: day(1), groupIds: [closed.groupId] });
  await storeEvent(app, place, { title: 'Auf Anfrage', startsAt: day(1), groupIds: [asking.groupId] });
  const em = app.services.em.fork();
  await em.execute('update occurrence set moved_from = starts_at, state = ? where id = ?', [
    'CHANGED',
    moved.occurrenceUuid,
  ]);
});

test('the next dates of open groups, with words for what was cancelled or moved', async ({ app }) => {
  const response = await get(app);
  const html = await response.text();
  expect(titlesOf(html)).toEqual(['Chorprobe', 'Markt &#60;b&#62;alt&#60;/b&#62;', 'Fest', 'Sitzung']);
  const words = [...html.matchAll(/class="state">([^<]*)</g)].map(([, word]) => word);
  expect(words).toEqual(['Verschoben', 'Abgesagt', 'Geändert']);
  expect(html).toContain(`/${place.ags}/events/${moved.id}?date=${moved.occurrenceId}`);
  expect(html).toContain('Marktplatz');
  expect(html).not.toMatch(/<script|<b>alt/);
  expect([response.status, response.headers.get('set-cookie'), response.headers.get('vary')]).toEqual([
    200,
    null,
    'Accept-Language',
  ]);
  expect(await (await get(app, '?lang=en')).text()).toContain('Events: Framestadt');
});

test('the frame is allowed where the town said so, as for reports', async ({ app }) => {
  const policy = async (): Promise<string> => (await get(app)).headers.get('content-security-policy') ?? '';
  expect(await policy()).toContain("frame-ancestors 'none'");
  const set = `mutation($id: ID!) { setEmbedOrigins(input: { municipalityId: $id, origins: ["https://www.framestadt.de"] }) {
    origins userErrors { code } } }`;
  await askData(app.port, await givenStaff(app, place), set, { id: toGlobalId('Municipality', place.municipalityId) });
  expect(await policy()).toMatch(/default-src 'none'.*frame-ancestors https:\/\/www\.framestadt\.de$/);
});

test('one group; nothing of a closed group, of another town or without the module', async ({ app }) => {
  const groupPage = await (await get(app, `?group=${open.id}`)).text();
  expect(groupPage).toContain('Termine: Chor');
  expect(titlesOf(groupPage)).toEqual(['Chorprobe']);
  const abroad = await givenPlace(app);
  const refused = [
    `?group=${closed.id}`,
    `?group=${toGlobalId('Group', abroad.groupId)}`,
    '?group=nonsense',
    `?group=${open.id}&group=${open.id}`,
  ];
  for (const query of refused) expect([query, (await get(app, query)).status]).toEqual([query, 404]);
  expect((await get(app, '', '99999999')).status).toBe(404);
  await app.services.em.fork().nativeUpdate(Municipality, abroad.municipalityId, { modules: ['ISSUES'] });
  expect((await get(app, '', abroad.ags)).status).toBe(404);
});

const day = (n: number): Date => new Date(Date.now() + n * 86_400_000);

const get = (app: TestServer, query = '', ags = place.ags): Promise<Response> =>
  fetch(`http://127.0.0.1:${app.port}/embed/${ags}/events${query}`, { headers: { 'accept-language': 'de' } });
const titlesOf = (html: string): string[] =>
  [...html.matchAll(/<li><p><a [^>]*>([^<]*)<\/a>/g)].map(([, title = '']) => title);
