import { readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { askData } from '../testing/client.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import type { Town } from '../testing/policy/town.ts';
import { givenStreet } from '../testing/streets.ts';
import { WasteDate, WasteDistrict } from './waste.entity.ts';
import { fingerprintOf } from './waste.merge.rules.ts';
import { keepUpload } from './waste.import.service.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { usualNames } from './waste.names.rules.ts';

const uuidOf = (globalId: string): string => readGlobalId(globalId)?.id ?? '';

/** Street of the town with bins; its global id. */
const streetOf = keptFor(
  async ({ app, place, mark }) => (await givenStreet(app, place, { name: `Tonnenweg ${mark}` })).id,
);

/** Kind of waste of the town with a date; its global id. */
const kindOf = keptFor(async (town) => givenKind(town, `Biotonne ${town.mark}`));

/** Kind with the usual name of its type, which is translated; its global id. */
const usualKindOf = keptFor(async (town) => givenKind(town, usualNames.ORGANIC ?? ''));

async function givenKind({ app, admin, id: municipalityId }: Town, name: string): Promise<string> {
  const query = `mutation($input: SetWasteKindInput!) { it: setWasteKind(input: $input) { kind { id } } }`;
  const { it } = await askData(app.port, admin, query, { input: { municipalityId, type: 'ORGANIC', name } });
  return it.kind.id;
}

/** District of the town; its global id. */
const districtOf = keptFor(async (town) => givenDistrict(town, `Bezirk ${town.mark}`));

async function givenDistrict(town: Town, name: string): Promise<string> {
  const { app, admin, id: municipalityId } = town;
  const query = `mutation($input: SetWasteDistrictInput!) { it: setWasteDistrict(input: $input) { district { id } } }`;
  const streets = [{ streetId: await streetOf(town), side: 'ALL' }];
  const { it } = await askData(app.port, admin, query, { input: { municipalityId, name, streets } });
  return it.district.id;
}

/** Date of the district; its global id. */
const dateOf = keptFor(async (town) => {
  const em = town.app.services.em.fork();
  const id = crypto.randomUUID();
  const row = {
    id,
    municipality: town.place.municipalityId,
    district: uuidOf(await districtOf(town)),
    kind: uuidOf(await kindOf(town)),
    date: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    changedAt: new Date(),
  };
  await em.persist(em.create(WasteDate, row, { partial: true })).flush();
  return toGlobalId('WasteDate', id);
});

/** The town, after it has a date; its global id. */
async function townWithDate(town: Town): Promise<string> {
  await dateOf(town);
  return town.id;
}

/** The street, after its district has a date; its global id. */
async function streetWithDate(town: Town): Promise<string> {
  await dateOf(town);
  return streetOf(town);
}

/** Fingerprint of an import that changes nothing. */
const noChanges = fingerprintOf({ added: [], moved: [], removed: [], noted: [], unchanged: 0 });

let files = 0;

/** A new open import of the town; its global id. */
async function givenImport(town: Town): Promise<string> {
  const list = 'Datum;Bezirk;Abfallart\n03.01.2090;Nirgends;Nichts';
  const made = await keepUpload(forkContext(town.app.services, system), town.place.municipalityId, {
    bytes: Buffer.from(list),
    fileName: `plan-${++files}.csv`,
    districtId: null,
  });
  return toGlobalId('WasteImport', made.id);
}

/** The district, after it has an address that nothing reads; its global id. */
async function districtWithAddress(town: Town): Promise<string> {
  const id = await districtOf(town);
  const em = town.app.services.em.fork();
  await em.nativeUpdate(WasteDistrict, { id: uuidOf(id) }, { address: 'https://example.org/{year}.ics' });
  return id;
}

/** A new open import of the town for a district; its global id. */
async function givenDistrictImport(town: Town): Promise<string> {
  const made = await keepUpload(forkContext(town.app.services, system), town.place.municipalityId, {
    bytes: Buffer.from('Datum;Abfallart\n03.01.2090;Nichts'),
    fileName: `plan-${++files}.csv`,
    districtId: uuidOf(await districtOf(town)),
  });
  return toGlobalId('WasteImport', made.id);
}

let names = 0;

export const acts: readonly Act[] = [
  node('WasteKind', kindOf, 'anonymous'),
  node('WasteDistrict', districtOf, 'anonymous'),
  node('WasteDate', dateOf, 'anonymous'),
  node('WasteImport', givenImport, 'admin'),
  edge('Municipality.wasteKinds', townWithDate, 'anonymous', '{ name }'),
  edge('Municipality.wasteDistricts', townWithDate, 'anonymous', '{ name }'),
  edge('Municipality.wasteDates', townWithDate, 'anonymous', '{ pageInfo { hasNextPage } }'),
  edge('Street.wasteDays', streetWithDate, 'anonymous', '{ date }'),
  edge('WasteKind.variants', usualKindOf, 'anonymous', '{ name }'),
  edge('WasteDistrict.streets', districtOf, 'anonymous', '{ side }'),
  edge('WasteDistrict.address', districtWithAddress, 'admin', '{ address }'),
  edge('WasteDate.district', dateOf, 'anonymous', '{ name }'),
  edge('WasteDate.kind', dateOf, 'anonymous', '{ name }'),
  edge('WasteImport.district', givenDistrictImport, 'admin', '{ name }'),
  edge('WasteImport.preview', givenImport, 'admin', '{ fingerprint }'),
  {
    ...edge('Municipality.wasteImports', ({ id }) => id, 'admin', '{ id }'),
    prepare: async (town) => {
      await givenImport(town);
      return {
        query: `query($id: ID!) { node(id: $id) { ... on Municipality { it: wasteImports { id } } } }`,
        variables: { id: town.id },
      };
    },
  },
  mutation(
    'setWasteKind',
    'admin',
    ['setWasteKind(input: $input)', 'SetWasteKindInput!', 'kind { id }'],
    ({ id: municipalityId, mark }) => ({ municipalityId, type: 'OTHER', name: `Sorte ${mark} ${++names}`.slice(-60) }),
  ),
  mutation('deleteWasteKind', 'admin', ['deleteWasteKind(input: { kindId: $input })', 'ID!', 'deletedId'], (town) =>
    givenKind(town, `Weg ${++names}`),
  ),
  mutation(
    'setWasteDistrict',
    'admin',
    ['setWasteDistrict(input: $input)', 'SetWasteDistrictInput!', 'district { id }'],
    ({ id: municipalityId }) => ({ municipalityId, name: `Gebiet ${++names}` }),
  ),
  mutation(
    'deleteWasteDistrict',
    'admin',
    ['deleteWasteDistrict(input: { districtId: $input })', 'ID!', 'deletedId'],
    (town) => givenDistrict(town, `Leer ${++names}`),
  ),
  mutation(
    'applyWasteImport',
    'admin',
    ['applyWasteImport(input: $input)', 'ApplyWasteImportInput!', 'import { id }'],
    async (town) => ({
      importId: await givenImport(town),
      choices: [],
      fingerprint: noChanges,
      acceptsFaults: true,
    }),
  ),
  mutation(
    'discardWasteImport',
    'admin',
    ['discardWasteImport(input: { importId: $input })', 'ID!', 'import { state }'],
    givenImport,
  ),
];
