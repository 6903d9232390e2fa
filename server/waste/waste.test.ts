import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { givenStreet } from '../testing/streets.ts';
import {
  apply,
  type Choices,
  givenDates,
  givenDistrict,
  givenKind,
  previewOf,
  upload,
  wasteFixture,
} from '../testing/waste.ts';
import expected from './testing/expected.json' with { type: 'json' };
import { test } from '../testing/fixtures.ts';

test('the iCalendar fixture is previewed, applied as expected, and changes nothing the second time', async ({
  app,
}) => {
  const town = await givenTown(app, 'Nordstadt');
  const { ics } = expected;
  const kinds = await givenKinds(app, town, typesOf(ics.mapping));
  const district = await givenDistrict(app, town.place, town.admin, ics.district);
  const file = { file: 'bezirk-nord.ics', district };
  const { status, body } = await upload(app, town.place, town.admin, wasteFixture('bezirk-nord.ics'), file);
  expect(status).toBe(201);
  const unmapped = await previewOf(app, town.admin, body.importId);
  expect(unmapped).toMatchObject({ addedCount: 0 });
  expect(unmapped.labels.every(({ isKnown }: Data) => !isKnown)).toBe(true);
  const choices = choicesFor(ics.mapping, kinds);
  const shown = await previewOf(app, town.admin, body.importId, choices);
  expect(shown).toMatchObject({ addedCount: ics.dates.length, faultCount: 3, skippedCount: 2 });
  expect(
    shown.faults.map(({ place: component, column: _column, ...fault }: Data) => bare({ component, ...fault })),
  ).toEqual(ics.faults);
  expect(await datesOf(app, town)).toEqual([]); // nothing changes before it is applied
  const refused = await apply(app, town.admin, body.importId, choices, { acceptsFaults: false });
  expect(refused.userErrors).toMatchObject([{ code: 'FAULTY_ENTRIES' }]);
  expect(await apply(app, town.admin, body.importId, choices)).toMatchObject({ import: { state: 'APPLIED' } });
  const dates = (await datesOf(app, town)).map(({ date, movedFrom, kind }) =>
    bare({ date, kind: kind.type, movedFrom }),
  );
  const key = (one: object): string => JSON.stringify(one);
  expect(dates.map(key).sort()).toEqual(ics.dates.map(key).sort());
  const again = await upload(app, town.place, town.admin, wasteFixture('bezirk-nord.ics'), file);
  // The assignment is remembered.
  expect(await previewOf(app, town.admin, again.body.importId)).toMatchObject({
    addedCount: 0,
    movedCount: 0,
    removedCount: 0,
    notedCount: 0,
    unchangedCount: ics.dates.length,
  });
});

test('the list fixture in Windows-1252 is applied as expected, and changes nothing the second time', async ({
  app,
}) => {
  const town = await givenTown(app, 'Listenstadt');
  const { csv } = expected;
  const kinds = await givenKinds(app, town, typesOf(csv.mapping));
  for (const name of csv.districts) await givenDistrict(app, town.place, town.admin, name);
  const { body } = await upload(app, town.place, town.admin, wasteFixture('jahresplan.csv'));
  const choices = choicesFor(csv.mapping, kinds);
  const shown = await previewOf(app, town.admin, body.importId, choices);
  expect(shown.faults.map(({ place: row, column, code }: Data) => ({ row, column, code }))).toEqual(csv.faults);
  expect(shown).toMatchObject({ skippedCount: 1, unknownDistricts: ['West'] });
  await apply(app, town.admin, body.importId, choices);
  const found = (await datesOf(app, town)).map(({ date, movedFrom, kind, district }) =>
    bare({ district: district.name, date, kind: kind.type, movedFrom }),
  );
  const key = (one: object): string => JSON.stringify(one);
  expect(found.map(key).sort()).toEqual(csv.dates.map(({ row: _row, ...one }) => key(one)).sort());
  const again = await upload(app, town.place, town.admin, wasteFixture('jahresplan.csv'));
  const second = await previewOf(app, town.admin, again.body.importId);
  expect(second).toMatchObject({ addedCount: 0, movedCount: 0, removedCount: 0, unchangedCount: csv.dates.length });
});

test('a later calendar moves, adds and removes dates, and another preview is refused', async ({ app }) => {
  const town = await givenTown(app, 'Wechselstadt');
  await givenKind(app, town.place, town.admin, 'ORGANIC', 'Bio');
  await givenDistrict(app, town.place, town.admin, 'Nord');
  await givenDates(app, town.place, town.admin, ['04.01.2027;Nord;Bio', '11.01.2027;Nord;Bio', '25.01.2027;Nord;Bio']);
  const list = 'Datum;Bezirk;Abfallart\n04.01.2027;Nord;Bio\n12.01.2027;Nord;Bio\n18.01.2027;Nord;Bio';
  const { body } = await upload(app, town.place, town.admin, list);
  const shown = await previewOf(app, town.admin, body.importId);
  expect(shown).toMatchObject({ addedCount: 1, movedCount: 1, removedCount: 1, unchangedCount: 1 });
  expect(shown.moved).toMatchObject([{ date: '2027-01-12', movedFrom: '2027-01-11' }]);
  const stale = await apply(app, town.admin, body.importId, [], { fingerprint: 'of another preview' });
  expect(stale).toMatchObject({ import: { state: 'OPEN' }, userErrors: [{ code: 'PREVIEW_OUTDATED' }] });
  await apply(app, town.admin, body.importId);
  expect((await datesOf(app, town)).map(({ date, movedFrom }) => [date, movedFrom])).toEqual([
    ['2027-01-04', null],
    ['2027-01-12', '2027-01-11'],
    ['2027-01-18', null],
  ]);
  const input = { importId: body.importId, choices: [], fingerprint: '', acceptsFaults: true };
  const applying = `mutation($input: ApplyWasteImportInput!) { it: applyWasteImport(input: $input) { userErrors { code } } }`;
  const decided = await askData(app.port, town.admin, applying, { input });
  expect(decided.it.userErrors).toEqual([{ code: 'IMPORT_DECIDED' }]);
});

test('bad files are refused with their code, and nothing is kept', async ({ app }) => {
  const town = await givenTown(app, 'Fehlerstadt');
  const { place, admin } = town;
  const codeOf = async (body: string, file: string) => {
    const answer = await upload(app, place, admin, body, { file });
    return [answer.status, answer.body.errors?.[0]?.extensions.code];
  };
  const event = 'BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270105\r\nSUMMARY:Bio\r\nEND:VEVENT\r\n';
  expect(await codeOf('<!doctype html><title>Wartung</title>', 'plan.ics')).toEqual([422, 'NOT_A_CALENDAR']);
  expect(await codeOf('a;b\n1;2', 'plan.csv')).toEqual([422, 'HEAD_MISSING']);
  const began = performance.now();
  const huge = `BEGIN:VCALENDAR\r\n${event.repeat(100_000)}END:VCALENDAR`;
  expect(await codeOf(huge, 'plan.ics')).toEqual([422, 'TOO_MANY_ENTRIES']);
  expect(performance.now() - began).toBeLessThan(3000);
  expect(await codeOf(`BEGIN:VCALENDAR\r\n${event}END:VCALENDAR`, 'plan.ics')).toEqual([422, 'DISTRICT_MISSING']);
  const listing = `query($ags: String!) { municipality(ags: $ags) { wasteImports { id } } }`;
  const { municipality } = await askData(app.port, admin, listing, { ags: place.ags });
  expect(municipality.wasteImports).toEqual([]);
});

test('only editors and admins of the town upload, see and apply imports', async ({ app }) => {
  const town = await givenTown(app, 'Rechtestadt');
  await givenDistrict(app, town.place, town.admin, 'Nord');
  const list = 'Datum;Bezirk;Abfallart\n04.01.2027;Nord;Biotonne';
  const { body } = await upload(app, town.place, town.admin, list);
  const stranger = await givenStaff(app, await givenPlace(app));
  const citizen = await givenPerson(app, town.place);
  for (const [who, status] of [
    [null, 401],
    [citizen, 403],
    [stranger, 403],
  ] as const)
    expect((await upload(app, town.place, who, list)).status).toBe(status);
  for (const who of [{}, citizen, stranger]) {
    const read = await ask(app.port, who, `query($id: ID!) { node(id: $id) { id } }`, { id: body.importId });
    expect(read.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    const input = { importId: body.importId, choices: [], fingerprint: '', acceptsFaults: true };
    const applying = `mutation($input: ApplyWasteImportInput!) { applyWasteImport(input: $input) { userErrors { code } } }`;
    const { errors } = await ask(app.port, who, applying, { input });
    expect(errors?.[0]?.extensions?.code).toMatch(/UNAUTHENTICATED|FORBIDDEN/);
  }
});

const daying = `query($id: ID!, $house: String) { node(id: $id) { ... on Street { wasteDependsOnHouse
  wasteDays(houseNumber: $house, first: 5) { date movedFrom kinds { name } } } } }`;

test('a street shows its next bins by house number, equal bins of two districts once', async ({ app, at }) => {
  const { place, admin } = await givenTown(app, 'Straßenstadt');
  const street = await givenStreet(app, place, { name: 'Rheinweg' });
  for (const name of ['Bio', 'Rest']) await givenKind(app, place, admin, name === 'Bio' ? 'ORGANIC' : 'RESIDUAL', name);
  await givenDistrict(app, place, admin, 'Nord', [
    { streetId: street.id, fromNumber: '1', toNumber: '9', side: 'ODD' },
  ]);
  await givenDistrict(app, place, admin, 'Süd', [{ streetId: street.id, fromNumber: '2', toNumber: '10a' }]);
  await givenDates(app, place, admin, [
    '04.01.2027;Nord;Bio',
    '04.01.2027;Süd;Bio',
    '04.01.2027;Süd;Rest',
    '05.01.2027;Nord;Rest',
    '31.12.2026;Nord;Bio',
  ]);
  at('2027-01-01T12:00:00Z');

  const days = async (house: string | null) => {
    const { node } = await askData(app.port, {}, daying, { id: street.id, house });
    expect(node.wasteDependsOnHouse).toBe(true);
    return node.wasteDays.map(({ date, kinds }: Data) => `${date} ${kinds.map(({ name }: Data) => name).join('+')}`);
  };
  expect(await days(null)).toEqual(['2027-01-04 Bio+Rest', '2027-01-05 Rest']);
  expect(await days('1')).toEqual(['2027-01-04 Bio', '2027-01-05 Rest']);
  expect(await days('10a')).toEqual(['2027-01-04 Bio+Rest']);
  expect(await days('11')).toEqual([]);
  const { errors } = await ask(app.port, {}, daying, { id: street.id, house: 'x' });
  expect(errors?.[0]?.extensions?.userErrors).toMatchObject([{ code: 'BAD_HOUSE_NUMBER' }]);
});

const todaying = `query($ags: String!, $street: ID) { municipality(ags: $ags) { today(streetId: $street) { kind at until
  subject { ... on WasteDay { date kinds { name } } } } } }`;

test('the entries of today name the bins of tonight, those of several streets once', async ({ app, at }) => {
  const { place, admin } = await givenTown(app, 'Heutestadt');
  const streets = [await givenStreet(app, place), await givenStreet(app, place)];
  await givenKind(app, place, admin, 'ORGANIC', 'Bio');
  await givenDistrict(app, place, admin, 'Nord', [{ streetId: streets[0]!.id }]);
  await givenDistrict(app, place, admin, 'Süd', [{ streetId: streets[1]!.id }]);
  await givenDates(app, place, admin, ['05.01.2027;Nord+Süd;Bio', '06.01.2027;Süd;Bio']);
  const citizen = await givenPerson(app, place);
  const following = `mutation($input: FollowStreetInput!) { followStreet(input: $input) { userErrors { code } } }`;
  for (const { id } of streets) await askData(app.port, citizen, following, { input: { streetId: id } });
  at('2027-01-04T12:00:00Z');

  const today = async (who: object, street: string | null = null) =>
    (await askData(app.port, who, todaying, { ags: place.ags, street })).municipality.today;
  const bin = {
    kind: 'BINS',
    at: '2027-01-04T17:00:00.000Z',
    until: '2027-01-05T17:00:00.000Z',
    subject: { date: '2027-01-05', kinds: [{ name: 'Bio' }] },
  };
  expect(await today(citizen)).toEqual([bin]);
  expect(await today({}, streets[0]!.id)).toEqual([bin]);
  expect(await today({})).toEqual([]);
  at('2027-01-05T18:00:00Z');
  expect(await today({}, streets[0]!.id)).toEqual([]);
  expect(await today({}, toGlobalId('Street', place.municipalityId))).toEqual([]);
});

test('kinds and districts are checked, and a kind with dates stays', async ({ app }) => {
  const { place, admin } = await givenTown(app, 'Sortenstadt');
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const kind = await givenKind(app, place, admin, 'ORGANIC', 'Bio');
  const setting = `mutation($input: SetWasteDistrictInput!) { it: setWasteDistrict(input: $input) { userErrors { code } } }`;
  const codeOf = async (input: object) =>
    (await askData(app.port, admin, setting, { input: { municipalityId, name: 'Nord', ...input } })).it.userErrors[0]
      ?.code;
  const street = await givenStreet(app, place);
  const foreign = await givenStreet(app, await givenPlace(app));
  expect(await codeOf({ streets: [{ streetId: foreign.id, side: 'ALL' }] })).toBe('UNKNOWN_STREET');
  const span = { streetId: street.id, side: 'ALL', fromNumber: '9', toNumber: '3' };
  expect(await codeOf({ streets: [span] })).toBe('BAD_SPAN');
  for (const address of [
    'http://example.org/a.ics',
    'https://127.0.0.1/a.ics',
    'https://10.0.0.1/',
    'https://x.local/',
    'nonsense',
  ])
    expect([address, await codeOf({ address })]).toEqual([address, 'BAD_CALENDAR_ADDRESS']);
  expect(await codeOf({ name: ' ' })).toBe('TOO_SHORT');
  await givenDistrict(app, place, admin, 'Nord');
  expect(await codeOf({ name: 'NORD' })).toBe('NAME_TAKEN');
  await givenDates(app, place, admin, ['04.01.2027;Nord;Bio']);
  const deleting = `mutation($id: ID!) { it: deleteWasteKind(input: { kindId: $id }) { deletedId userErrors { code } } }`;
  expect((await askData(app.port, admin, deleting, { id: kind })).it.userErrors).toEqual([{ code: 'IN_USE' }]);
});

interface Town {
  readonly place: Place;
  readonly admin: Somebody;
}

async function givenTown(app: TestServer, name: string): Promise<Town> {
  const place = await givenPlace(app, name);
  return { place, admin: await givenStaff(app, place, 'EDITOR') };
}

const dating = `query($ags: String!) { municipality(ags: $ags) { wasteDates(from: "2020-01-01", first: 100) {
  nodes { date movedFrom kind { type name } district { name } } } } }`;

async function datesOf(app: TestServer, { place }: Town): Promise<Data[]> {
  const { municipality } = await askData(app.port, {}, dating, { ags: place.ags });
  return municipality.wasteDates.nodes;
}

const typesOf = (mapping: object): string[] => [...new Set(Object.values(mapping).flat())].map(String);

async function givenKinds(
  app: TestServer,
  { place, admin }: Town,
  types: readonly string[],
): Promise<Map<string, string>> {
  const kinds = new Map<string, string>();
  for (const type of types) kinds.set(type, await givenKind(app, place, admin, type, `Sorte ${type}`));
  return kinds;
}

function choicesFor(mapping: Readonly<Record<string, readonly string[]>>, kinds: Map<string, string>): Choices {
  return Object.entries(mapping).map(([label, types]) => ({
    label,
    kindIds: types.map((type) => kinds.get(type) ?? ''),
  }));
}

const bare = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));
