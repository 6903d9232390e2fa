import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('a filter is saved once, read by its owner, renamed and deleted; refusals change nothing', async ({
  app,
  town,
  clerk,
}) => {
  const idempotencyKey = randomUUID();
  const { savedFilter } = await save(app, town, clerk, { idempotencyKey });
  expect(savedFilter).toMatchObject({ name: 'Meine am Rhein', query: 'mine=yes&street=Rhein' });
  expect((await save(app, town, clerk, { idempotencyKey })).savedFilter.id).toBe(savedFilter.id);
  expect((await save(app, town, clerk)).userErrors).toEqual([{ code: 'NAME_TAKEN', path: ['name'] }]);
  expect((await save(app, town, clerk, { name: ' ', query: '' })).userErrors).toEqual([
    { code: 'TOO_SHORT', path: ['name'] },
    { code: 'TOO_SHORT', path: ['query'] },
  ]);
  expect((await save(app, town, clerk, { name: 'x', query: 'x'.repeat(1001) })).userErrors[0].code).toBe('TOO_LONG');
  const second = (await save(app, town, clerk, { name: 'Zweiter' })).savedFilter;
  expect((await rename(app, clerk, second.id, 'Meine am Rhein')).data.renameFilter.userErrors[0].code).toBe(
    'NAME_TAKEN',
  );
  expect((await rename(app, clerk, second.id, ' Anderer ')).data.renameFilter.savedFilter.name).toBe('Anderer');
  expect(await names(app, town, clerk)).toEqual(['Anderer', 'Meine am Rhein']);
  expect((await remove(app, clerk, second.id)).data.removeFilter.removedId).toBe(second.id);
  expect(await names(app, town, clerk)).toEqual(['Meine am Rhein']);
});

test('nobody else reads or changes it, not even an admin of the town, and it goes with the account', async ({
  app,
  town,
  clerk,
}) => {
  const owner = await givenStaff(app, town, 'CLERK');
  const admin = await givenStaff(app, town, 'ADMIN');
  const { id } = (await save(app, town, clerk, {}, owner)).savedFilter;
  const nodes = 'query($id: ID!) { node(id: $id) { id } }';
  const codeOf = ({ errors }: Data): unknown => errors?.[0]?.extensions.code;
  expect(codeOf(await ask(app.port, admin, nodes, { id }))).toBe('NOT_FOUND');
  expect(codeOf(await rename(app, clerk, id, 'x', admin))).toBe('FORBIDDEN');
  expect(codeOf(await remove(app, clerk, id, admin))).toBe('FORBIDDEN');
  expect(await names(app, town, clerk, admin)).toEqual([]);
  expect((await askData(app.port, owner, nodes, { id })).node, 'control').toEqual({ id });
  const em = app.services.em.fork();
  await em.execute('delete from role where person_id = ?', [owner.personId]);
  expect(codeOf(await remove(app, clerk, id, owner)), 'without the role').toBe('FORBIDDEN');
  await em.execute('delete from person where id = ?', [owner.personId]);
  expect(await em.execute('select id from saved_filter where person_id = ?', [owner.personId])).toEqual([]);
});

test('a person saves at most twenty, also when the requests come at the same time', async ({ app, town, clerk }) => {
  const owner = await givenStaff(app, town, 'CLERK');
  for (let n = 0; n < 18; n++)
    expect((await save(app, town, clerk, { name: `Filter ${n}` }, owner)).userErrors).toEqual([]);
  const rest = await Promise.all([18, 19, 20, 21].map((n) => save(app, town, clerk, { name: `Filter ${n}` }, owner)));
  const codes = rest.flatMap(({ userErrors }) => userErrors.map(({ code }: Data) => code));
  expect(codes).toEqual(['TOO_MANY_FILTERS', 'TOO_MANY_FILTERS']);
  expect(await names(app, town, clerk, owner)).toHaveLength(20);
});

async function save(app: TestServer, town: Place, clerk: Somebody, more: object = {}, who = clerk): Promise<Data> {
  const query = `mutation($input: SaveFilterInput!) { saveFilter(input: $input) {
    savedFilter { id name query } userErrors { code path } } }`;
  const municipalityId = toGlobalId('Municipality', town.municipalityId);
  const input = {
    municipalityId,
    name: 'Meine am Rhein',
    query: 'mine=yes&street=Rhein',
    idempotencyKey: randomUUID(),
  };
  return (await askData(app.port, who, query, { input: { ...input, ...more } })).saveFilter;
}
async function rename(app: TestServer, clerk: Somebody, id: string, name: string, who = clerk): Promise<Data> {
  const query = `mutation($input: RenameFilterInput!) { renameFilter(input: $input) {
    savedFilter { name } userErrors { code path } } }`;
  return ask(app.port, who, query, { input: { id, name } });
}
async function remove(app: TestServer, clerk: Somebody, id: string, who = clerk): Promise<Data> {
  const query = 'mutation($id: ID!) { removeFilter(input: { id: $id }) { removedId userErrors { code } } }';
  return ask(app.port, who, query, { id });
}
async function names(app: TestServer, town: Place, clerk: Somebody, who = clerk, ags = town.ags): Promise<string[]> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { savedFilters { name } } }';
  const { municipality } = await askData(app.port, who, query, { ags });
  return municipality.savedFilters.map(({ name }: Data) => name);
}
