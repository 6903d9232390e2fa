import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { quietTest as test } from '../testing/fixtures.ts';

test('a town that has said nothing is open from eight to five; everybody reads it', async ({ app }) => {
  const town = await givenPlace(app);
  const { spans, closedDays, holidays } = await hours(app, town);
  expect(spans).toHaveLength(5);
  expect(spans[0]).toEqual({ weekday: 'MONDAY', from: '08:00', to: '17:00' });
  expect(closedDays).toEqual([]);
  expect(holidays.map(({ name }: Data) => name)).toContain('Fronleichnam'); // AGS of Saarland
});

test('the admin sets them once for each change; nonsense is refused with its place and changes nothing', async ({
  app,
  town,
  admin,
}) => {
  const carnival = { date: '2027-02-04', name: 'Weiberfastnacht' };
  for (let n = 0; n < 2; n++) {
    const { municipality, userErrors } = await setAs(app, town, admin, { closedDays: [carnival] });
    expect(userErrors).toEqual([]);
    expect(municipality.officeHours).toEqual({ spans: [monday], closedDays: [carnival] });
  }
  const refused = await setAs(app, town, admin, { spans: [{ ...monday, to: '07:00' }, monday, monday] });
  expect(refused.userErrors).toEqual([
    { code: 'ENDS_BEFORE_START', path: ['spans', '0', 'to'] },
    { code: 'SPANS_OVERLAP', path: ['spans', '2', 'from'] },
  ]);
  expect((await setAs(app, town, admin, { spans: [] })).userErrors).toMatchObject([{ code: 'NEVER_OPEN' }]);
  expect(await hours(app, town)).toMatchObject({ spans: [monday], closedDays: [carnival] });
  const audit = 'query($ags: String!) { municipality(ags: $ags) { audit(first: 5) { edges { node { kind } } } } }';
  const { municipality } = await askData(app.port, admin, audit, { ags: town.ags });
  expect(municipality.audit.edges).toEqual([{ node: { kind: 'HOURS_CHANGED' } }]);
});

test('nobody else may', async ({ app, town }) => {
  const codeOf = async (who: Identified): Promise<unknown> =>
    (await ask(app.port, who, set, inputOf(town, {}))).errors?.[0]?.extensions?.code;
  expect(await codeOf({})).toBe('UNAUTHENTICATED');
  expect(await codeOf(await givenStaff(app, town, 'CLERK'))).toBe('FORBIDDEN');
  expect(await codeOf(await givenStaff(app, await givenPlace(app), 'ADMIN'))).toBe('FORBIDDEN');
});

const set = `mutation($input: SetOfficeHoursInput!) { setOfficeHours(input: $input) {
  municipality { officeHours { spans { weekday from to } closedDays { date name } } } userErrors { code path } } }`;
const read = `query($ags: String!) { municipality(ags: $ags) { officeHours {
  spans { weekday from to } closedDays { date name } holidays { date name } } } }`;
const monday = { weekday: 'MONDAY', from: '08:00', to: '12:00' };
const inputOf = (town: Place, more: object): object => ({
  input: { municipalityId: toGlobalId('Municipality', town.municipalityId), spans: [monday], closedDays: [], ...more },
});
const setAs = async (app: TestServer, town: Place, who: Identified, more: object = {}): Promise<Data> =>
  (await askData(app.port, who, set, inputOf(town, more))).setOfficeHours;
const hours = async (app: TestServer, town: Place): Promise<Data> =>
  (await askData(app.port, {}, read, { ags: town.ags })).municipality.officeHours;
