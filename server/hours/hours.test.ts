import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
beforeAll(async () => {
  app = await startTestServer({}, 'web');
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(() => app.stop());

const set = `mutation($input: SetOfficeHoursInput!) { setOfficeHours(input: $input) {
  municipality { officeHours { spans { weekday from to } closedDays { date name } } } userErrors { code path } } }`;
const read = `query($ags: String!) { municipality(ags: $ags) { officeHours {
  spans { weekday from to } closedDays { date name } holidays { date name } } } }`;
const monday = { weekday: 'MONDAY', from: '08:00', to: '12:00' };
const inputOf = (more: object): object => ({
  input: { municipalityId: toGlobalId('Municipality', place.municipalityId), spans: [monday], closedDays: [], ...more },
});
const setAs = async (who: Identified, more: object = {}): Promise<Data> =>
  (await askData(app.port, who, set, inputOf(more))).setOfficeHours;
const hours = async (): Promise<Data> =>
  (await askData(app.port, {}, read, { ags: place.ags })).municipality.officeHours;

test('a town that has said nothing is open from eight to five; everybody reads it', async () => {
  const { spans, closedDays, holidays } = await hours();
  expect(spans).toHaveLength(5);
  expect(spans[0]).toEqual({ weekday: 'MONDAY', from: '08:00', to: '17:00' });
  expect(closedDays).toEqual([]);
  expect(holidays.map(({ name }: Data) => name)).toContain('Fronleichnam'); // AGS of Saarland
});

test('the admin sets them once for each change; nonsense is refused with its place and changes nothing', async () => {
  const carnival = { date: '2027-02-04', name: 'Weiberfastnacht' };
  for (let n = 0; n < 2; n++) {
    const { municipality, userErrors } = await setAs(admin, { closedDays: [carnival] });
    expect(userErrors).toEqual([]);
    expect(municipality.officeHours).toEqual({ spans: [monday], closedDays: [carnival] });
  }
  const refused = await setAs(admin, { spans: [{ ...monday, to: '07:00' }, monday, monday] });
  expect(refused.userErrors).toEqual([
    { code: 'ENDS_BEFORE_START', path: ['spans', '0', 'to'] },
    { code: 'SPANS_OVERLAP', path: ['spans', '2', 'from'] },
  ]);
  expect((await setAs(admin, { spans: [] })).userErrors).toMatchObject([{ code: 'NEVER_OPEN' }]);
  expect(await hours()).toMatchObject({ spans: [monday], closedDays: [carnival] });
  const audit = 'query($ags: String!) { municipality(ags: $ags) { audit(first: 5) { edges { node { kind } } } } }';
  const { municipality } = await askData(app.port, admin, audit, { ags: place.ags });
  expect(municipality.audit.edges).toEqual([{ node: { kind: 'HOURS_CHANGED' } }]);
});

test('nobody else may', async () => {
  const codeOf = async (who: Identified): Promise<unknown> =>
    (await ask(app.port, who, set, inputOf({}))).errors?.[0]?.extensions?.code;
  expect(await codeOf({})).toBe('UNAUTHENTICATED');
  expect(await codeOf(await givenStaff(app, place, 'CLERK'))).toBe('FORBIDDEN');
  expect(await codeOf(await givenStaff(app, await givenPlace(app), 'ADMIN'))).toBe('FORBIDDEN');
});
