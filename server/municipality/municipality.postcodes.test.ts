import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { Municipality } from './municipality.entity.ts';
import { hasTrigrams } from './municipality.search.service.ts';

// A server of its own: searches find the towns of the whole installation.
let app: TestServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app, 'Unkel');
  for (const name of ['Erpel', 'Linz am Rhein', 'Bad Hönningen', 'Königswinter']) await givenPlace(app, name);
  admin = await givenStaff(app, place);
});
afterAll(() => app.stop());

const set = `mutation($input: SetPostcodesInput!) { done: setPostcodes(input: $input) {
  municipality { postcodes } userErrors { code path } } }`;
const inputOf = (postcodes: readonly string[]) => ({
  input: { municipalityId: toGlobalId('Municipality', place.municipalityId), postcodes },
});
const setTo = async (postcodes: readonly string[]): Promise<Data> =>
  (await askData(app.port, admin, set, inputOf(postcodes))).done;
const found = async (search: string): Promise<string[]> => {
  const query = '($search: String) { municipalities(search: $search) { edges { node { name } } totalCount } }';
  const { municipalities } = await askData(app.port, {}, `query${query}`, { search });
  expect(municipalities.totalCount).toBe(municipalities.edges.length);
  return municipalities.edges.map(({ node }: Data) => node.name);
};

test('the admin sets the postcodes; bad ones change nothing, and the trail tells each change once', async () => {
  for (let i = 0; i < 2; i++)
    expect(await setTo([' 53572 ', '01067', '53572'])).toEqual({
      userErrors: [],
      municipality: { postcodes: ['01067', '53572'] },
    });
  expect((await setTo(['53572', '5357', '00123', 'D-53572'])).userErrors).toEqual(
    ['1', '2', '3'].map((n) => ({ code: 'BAD_POSTCODE', path: ['postcodes', n] })),
  );
  const many = Array.from({ length: 51 }, (_, n) => String(50_000 + n));
  expect((await setTo(many)).userErrors).toEqual([{ code: 'TOO_MANY_POSTCODES', path: ['postcodes'] }]);
  const audit = `query($ags: String!) { municipality(ags: $ags) { postcodes audit(first: 5) { edges { node { kind } } } } }`;
  const { municipality } = await askData(app.port, admin, audit, { ags: place.ags });
  expect(municipality.postcodes).toEqual(['01067', '53572']);
  expect(municipality.audit.edges).toEqual([{ node: { kind: 'POSTCODES_CHANGED' } }]);
});

test('nobody but an admin of the town sets them', async () => {
  const refused = async (who: Identified) => (await ask(app.port, who, set, inputOf([]))).errors?.[0]?.extensions.code;
  const clerk = await givenStaff(app, place, 'CLERK');
  expect([await refused({}), await refused(await givenPerson(app, place)), await refused(clerk)]).toEqual([
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'FORBIDDEN',
  ]);
});

test('a town is found by its postcode, by a word of its name, and despite typing mistakes', async () => {
  await app.services.em.fork().nativeUpdate(Municipality, place.municipalityId, { postcodes: ['53572'] });
  expect([await found('53572'), await found('5357'), await found('53579')]).toEqual([['Unkel'], ['Unkel'], []]);
  for (const typed of ['unk', 'Ungel', 'Uknel', 'UNKL'])
    expect([typed, await found(typed)]).toEqual([typed, ['Unkel']]);
  expect(await found('Hönningen')).toEqual(['Bad Hönningen']);
  expect(await found('Koenigswinter')).toEqual(['Königswinter']);
  expect(await found('Lins')).toEqual(['Linz am Rhein']);
  for (const typed of ['Xanten', '%', '_____', String.raw`\ `, "'; drop table municipality"]) {
    expect([typed, await found(typed)]).toEqual([typed, []]);
  }
});

test('the database decides how similar names are found: with pg_trgm where it is there', async () => {
  const ctx = forkContext(app.services, system);
  const isServer = (process.env.DATABASE_URL ?? '') !== '';
  expect(await hasTrigrams(ctx)).toBe(isServer);
  if (isServer) {
    await ctx.em.execute('drop extension pg_trgm cascade');
    expect([await hasTrigrams(ctx), await found('Ungel')]).toEqual([false, ['Unkel']]);
  }
});
