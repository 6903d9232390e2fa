import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { type Outside, startOutside } from '../testing/outside.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { type GivenStreet, givenStreet } from '../testing/streets.ts';
import { givenDates, givenDistrict, givenKind, previewOf, wasteFixture } from '../testing/waste.ts';
import { readAddress } from './waste.address.service.ts';
import { WasteDistrict } from './waste.entity.ts';

let app: TestServer;
let outside: Outside;
let place: Place;
let admin: Somebody;
let street: GivenStreet;

beforeAll(async () => {
  outside = await startOutside({
    '/2027/nord.ics': wasteFixture('bezirk-nord.ics'),
    '/2028/nord.ics': Buffer.from('<!doctype html><title>Wartung</title>'),
    '/2029/nord.ics': Buffer.alloc(2_100_000, 'x'),
  });
  // A server of its own: it fetches calendars from a server of its own.
  app = await startTestServer({ outsideHosts: [outside.host] });
  place = await givenPlace(app);
  admin = await givenStaff(app, place, 'EDITOR');
  street = await givenStreet(app, place, { name: 'Rheinweg' });
  await givenKind(app, place, admin, 'ORGANIC', 'Bio; mit, Zeichen');
  await givenDistrict(app, place, admin, 'Nord', [{ streetId: street.id, fromNumber: '1', toNumber: '9' }]);
  await givenDates(app, place, admin, [
    '30.10.2026;Nord;"Bio; mit, Zeichen";',
    '01.11.2026;Nord;"Bio; mit, Zeichen";',
    '05.01.2027;Nord;"Bio; mit, Zeichen";',
    '30.03.2027;Nord;"Bio; mit, Zeichen";verschoben von 29.03.2027',
    '01.07.2028;Nord;"Bio; mit, Zeichen";',
    '02.07.2028;Nord;"Bio; mit, Zeichen";',
  ]);
});
afterAll(async () => {
  await app.stop();
  outside.stop();
});

const fetchFile = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${app.port}/calendar/${place.ags}/street/${path}`, { headers });

test('the calendar of a street has its days from 60 days ago to 18 months ahead, with an ETag', async () => {
  setTime(app, '2026-12-31T12:00:00Z');
  try {
    const first = await fetchFile(`${street.id}.ics`);
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    const text = await first.text();
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    const events = calendar.getAllSubcomponents('vevent').map((event) => ({
      start: String(event.getFirstPropertyValue('dtstart')),
      end: String(event.getFirstPropertyValue('dtend')),
      kind: event.getFirstProperty('dtstart')?.type,
      summary: event.getFirstPropertyValue('summary'),
      attendees: event.getAllProperties('attendee').length,
      organizer: event.hasProperty('organizer'),
    }));
    const day = { kind: 'date', attendees: 0, organizer: true, summary: 'Bio; mit, Zeichen' };
    expect(events).toEqual([
      { ...day, start: '2026-11-01', end: '2026-11-02' },
      { ...day, start: '2027-01-05', end: '2027-01-06' },
      { ...day, start: '2027-03-30', end: '2027-03-31', summary: 'Bio; mit, Zeichen (verschoben)' },
      // The last day lies 18 months ahead; 30 June, because June has no 31st.
    ]);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const tag = first.headers.get('etag') ?? '';
    setTime(app, '2026-12-31T13:00:00Z'); // DTSTAMP does not depend on the time of the request
    expect((await fetchFile(`${street.id}.ics`, { 'if-none-match': tag })).status).toBe(304);
    const uids = (file: string): string[] => file.match(/UID:.*/g) ?? [];
    expect(uids(await (await fetchFile(`${street.id}.ics?house=9`)).text())).toEqual(uids(text));
    expect(uids(await (await fetchFile(`${street.id}.ics?house=11`)).text())).toEqual([]);
  } finally {
    setTime(app);
  }
});

test('files of unknown streets, other towns, towns without the module and towns that are only listed are not found', async () => {
  const other = await givenPlace(app);
  const foreign = await givenStreet(app, other);
  const paths = [`${foreign.id}.ics`, 'x.ics', `${toGlobalId('Group', place.groupId)}.ics`, `${street.id}.txt`];
  for (const path of [...paths, `${street.id}.ics?house=x`])
    expect([path, (await fetchFile(path)).status]).toEqual([path, 404]);
  const path = `http://127.0.0.1:${app.port}/calendar/${other.ags}/street/${foreign.id}.ics`;
  expect((await fetch(path)).status).toBe(200);
  const em = app.services.em.fork();
  for (const reason of [`modules = '{POSTS}'`, `modules = '{WASTE}', is_on_platform = false`]) {
    await em.execute(`update municipality set ${reason} where id = ?`, [other.municipalityId]);
    expect([reason, (await fetch(path)).status]).toEqual([reason, 404]);
  }
});

const setting = `mutation($input: SetWasteDistrictInput!) { it: setWasteDistrict(input: $input) {
  district { id address { address readFault } } userErrors { code } } }`;
const imports = `query($ags: String!) { municipality(ags: $ags) { wasteImports { id fileName } } }`;

test('the address of a district is read weekly and waits for a decision', async () => {
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  setTime(app, '2027-01-02T12:00:00Z');
  try {
    const address = `http://${outside.host}/{year}/nord.ics`;
    const { it } = await askData(app.port, admin, setting, { input: { municipalityId, name: 'Adresse', address } });
    expect(it.district.address).toEqual({ address, readFault: null });
    const read = async () => {
      const em = app.services.em.fork();
      const district = await em.findOneOrFail(WasteDistrict, { name: 'Adresse', municipality: place.municipalityId });
      const job = { districtId: district.id, at: district.readsAt?.toISOString() ?? '' };
      await readAddress(forkContext(app.services, system), job);
      return em.refresh(district);
    };
    const district = await read();
    expect(outside.asked).toContain('/2027/nord.ics');
    expect(district?.readsAt?.toISOString()).toBe('2027-01-09T12:00:00.000Z');
    const { municipality } = await askData(app.port, admin, imports, { ags: place.ags });
    expect(municipality.wasteImports).toMatchObject([{ fileName: null }]);
    const shown = await previewOf(app, admin, municipality.wasteImports[0].id);
    expect(shown.labels).toHaveLength(7);
    setTime(app, '2028-01-12T12:00:00Z');
    expect(await read()).toMatchObject({ readFault: 'NOT_A_CALENDAR' });
    setTime(app, '2029-01-12T12:00:00Z');
    expect(await read()).toMatchObject({ readFault: 'TOO_LARGE' });
    setTime(app, '2030-01-12T12:00:00Z');
    expect(await read()).toMatchObject({ readFault: 'UNREACHABLE' });
    const em = app.services.em.fork();
    await em.execute(`update waste_district set address = 'https://10.1.2.3/a.ics' where id = ?`, [district?.id]);
    setTime(app, '2031-01-12T12:00:00Z');
    expect(await read()).toMatchObject({ readFault: 'BAD_ADDRESS' });
  } finally {
    setTime(app);
  }
});
