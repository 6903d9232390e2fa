import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenKey } from '../testing/keys.ts';
import { type Answer, ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { Role, Session } from './identity.entity.ts';
import { test } from '../testing/fixtures.ts';

test('an address is appointed, named, appointed again without a change, and dismissed; the trail tells each once', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const email = `${randomUUID()}@example.org`;
  const deskId = toGlobalId('Desk', place.deskId);
  const { member } = await appoint(app, place, admin, { email: ` ${email.toUpperCase()}`, role: 'CLERK', deskId });
  expect(member).toMatchObject({ email, name: null, roles: [{ role: 'CLERK', desk: { name: 'Bürgerbüro' } }] });
  await appoint(app, place, admin, { email, role: 'CLERK', deskId });
  const again = await appoint(app, place, admin, { email, role: 'EDITOR', name: ' Redaktion ' });
  expect(again.member).toMatchObject({ name: 'Redaktion', roles: [{ role: 'CLERK' }, { role: 'EDITOR' }] });
  const { municipality } = await askData(app.port, admin, list, { ags: place.ags });
  expect(municipality.staff.find((one: Data) => one.email === email)).toEqual({
    personId: member.personId,
    email,
    name: 'Redaktion',
    roles: [{ role: 'CLERK' }, { role: 'EDITOR' }],
  });
  const input = ofTown(place, { personId: member.personId, role: 'CLERK', deskId });
  for (let n = 0; n < 2; n++) await askData(app.port, admin, revoke, input);
  const types: Data[] = await app.services.em
    .fork()
    .execute(`select type, actor from domain_event where municipality_id = ? and type like 'identity.%' order by id`, [
      place.municipalityId,
    ]);
  const told = ['roleGranted', 'roleGranted', 'personNamed', 'roleRevoked'];
  expect(types).toEqual(told.map((type) => ({ type: `identity.${type}`, actor: admin.personId })));
});

test('what is wrong is said, and nothing of it is kept', async ({ app, town: place, admin }) => {
  const email = `${randomUUID()}@example.org`;
  const refused = async (more: object): Promise<Data> =>
    (await appoint(app, place, admin, { email, ...more })).userErrors;
  expect(await refused({ email: 'nobody', role: 'EDITOR', name: 'x' })).toEqual([
    { code: 'BAD_EMAIL', path: ['email'] },
    { code: 'TOO_SHORT', path: ['name'] },
  ]);
  expect(await refused({ role: 'OPERATOR' })).toEqual([{ code: 'INCOMPLETE_ROLE', path: ['role'] }]);
  expect(await refused({ role: 'CLERK' })).toEqual([{ code: 'INCOMPLETE_ROLE', path: ['role'] }]);
  const foreign = toGlobalId('Desk', (await givenPlace(app)).deskId);
  for (const deskId of [foreign, 'nonsense', idOfPerson(admin)]) {
    expect(await refused({ role: 'CLERK', deskId })).toEqual([{ code: 'UNKNOWN_DESK', path: ['deskId'] }]);
  }
  const made: unknown[] = await app.services.em.fork().execute('select 1 from person where email = ?', [email]);
  expect(made).toEqual([]);
});

test('only admins of the town appoint, dismiss and see who works there', async ({ app, town: place, admin }) => {
  const { key } = await givenKey(app, place, ['posts:write', 'issues:write']);
  const citizen = await givenPerson(app, place);
  const clerk = await givenStaff(app, place, 'CLERK');
  const editor = await givenStaff(app, place, 'EDITOR');
  const stranger = await givenStaff(app, await givenPlace(app));
  const appointment = ofTown(place, { email: `${randomUUID()}@example.org`, role: 'EDITOR' });
  const dismissal = ofTown(place, { personId: idOfPerson(admin), role: 'ADMIN' });
  for (const who of [{}, citizen, clerk, editor, stranger, { key }]) {
    const code = 'token' in who || 'key' in who ? 'FORBIDDEN' : 'UNAUTHENTICATED';
    expect(codeOf(await ask(app.port, who, grant, appointment))).toBe(code);
    expect(codeOf(await ask(app.port, who, revoke, dismissal))).toBe(code);
    expect(codeOf(await ask(app.port, who, list, { ags: place.ags }))).toBe(code);
  }
});

test('the last admin stays; of two who dismiss each other at the same moment one remains', async ({ app }) => {
  const town = await givenPlace(app);
  const first = await givenStaff(app, town);
  const second = await givenStaff(app, town);
  await Promise.all([
    ask(app.port, first, revoke, ofTown(town, { personId: idOfPerson(second), role: 'ADMIN' })),
    ask(app.port, second, revoke, ofTown(town, { personId: idOfPerson(first), role: 'ADMIN' })),
  ]);
  const left = await app.services.em.fork().find(Role, { municipality: town.municipalityId });
  expect(left).toHaveLength(1);
  const last = left[0]?.person.id === first.personId ? first : second;
  expect(await dismiss(app, town, last, last, 'ADMIN')).toEqual({
    staff: null,
    userErrors: [{ code: 'LAST_ADMIN', path: ['role'] }],
  });
});

test('who works for two towns keeps the name they have', async ({ app, town: place, admin }) => {
  const other = await givenPlace(app);
  const boss = await givenStaff(app, other);
  const email = `${randomUUID()}@example.org`;
  await appoint(app, place, admin, { email, role: 'EDITOR', name: 'Redaktion' });
  const { member } = await appoint(app, other, boss, { email, role: 'EDITOR', name: 'Aushilfe' });
  expect(member.name).toBe('Redaktion');
});

test('whoever is dismissed loses the open board at once', async ({ app, town: place, admin }) => {
  const colleague = await givenPerson(app, place);
  await appoint(app, place, admin, { email: `${colleague.personId}@example.org`, role: 'ADMIN' });
  await app.services.em.fork().nativeUpdate(Session, { person: colleague.personId }, { method: 'PASSKEY' });
  const client = connect(app.port, colleague);
  const id = toGlobalId('Municipality', place.municipalityId);
  const board = 'subscription($id: ID!) { issueBoard(municipalityId: $id) { entries { id } } }';
  const stream = watch(client, board, { id });
  await stream.until(({ data }) => data != null);
  expect((await dismiss(app, place, admin, colleague, 'ADMIN')).userErrors).toEqual([]);
  await stream.ended;
  const again = watch(client, board, { id });
  expect(codeOf(await again.until(({ errors }) => errors !== undefined))).toBe('FORBIDDEN');
  await client.dispose();
});

const grant = `mutation($input: GrantRoleInput!) { grantRole(input: $input) {
  member { personId name email roles { role desk { name } } } userErrors { code path } } }`;
const revoke = `mutation($input: RevokeRoleInput!) { revokeRole(input: $input) {
  staff { personId roles { role } } userErrors { code path } } }`;
const list = 'query($ags: String!) { municipality(ags: $ags) { staff { personId name email roles { role } } } }';

const ofTown = (town: Place, more: object): object => ({
  input: { municipalityId: toGlobalId('Municipality', town.municipalityId), ...more },
});
const appoint = async (app: TestServer, town: Place, who: Identified, more: object): Promise<Data> =>
  (await askData(app.port, who, grant, ofTown(town, more))).grantRole;
const dismiss = async (
  app: TestServer,
  town: Place,
  who: Identified,
  somebody: Somebody,
  role: string,
): Promise<Data> =>
  (await askData(app.port, who, revoke, ofTown(town, { personId: idOfPerson(somebody), role }))).revokeRole;
const idOfPerson = ({ personId }: Somebody): string => toGlobalId('Person', personId);
const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions?.code ?? 'OK';
