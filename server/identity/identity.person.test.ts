import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Actor, system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place } from '../testing/builders.ts';
import { openBrowser } from '../testing/browser.ts';
import { askData, type Data } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { ensurePerson, grantRole, type GrantRoleInput, revokeRole } from './identity.person.service.ts';
import { test } from '../testing/fixtures.ts';

test('a role is seen at once, shortens the session, and is granted and taken back once', async ({ app, town }) => {
  const person = await givenPerson(app, town);
  const other = await givenPlace(app);
  await askData(app.port, person, '{ viewer { id } }');
  expect(Math.floor((await sessionHours(app, person.personId)) / 24)).toBe(30); // ends at the start of a day
  await Promise.all([1, 2].map(() => grantRole(as(app, system), clerkGrant(town, person.personId))));
  expect(await sessionHours(app, person.personId)).toBeCloseTo(8, 1);
  const { viewer, municipality } = await askData(app.port, person, roles, { ags: town.ags });
  const desk = { id: toGlobalId('Desk', town.deskId), name: 'Bürgerbüro' };
  expect(viewer.roles).toEqual([{ role: 'CLERK', municipality: { ags: town.ags }, desk: { name: desk.name } }]);
  expect(municipality.viewerRoles).toEqual([{ role: 'CLERK', desk }]);
  expect((await askData(app.port, person, roles, { ags: other.ags })).municipality.viewerRoles).toEqual([]);
  expect(await askData(app.port, {}, roles, { ags: town.ags })).toEqual({
    viewer: null,
    municipality: { viewerRoles: [] },
  });
  await revokeRole(as(app, system), clerkGrant(town, person.personId));
  await revokeRole(as(app, system), clerkGrant(town, person.personId));
  expect((await askData(app.port, person, roles, { ags: town.ags })).viewer.roles).toEqual([]);
  const told: Data[] = await app.services.em
    .fork()
    .execute(`select type from domain_event where type like 'identity.role%' and facts->>'personId' = ? order by id`, [
      person.personId,
    ]);
  expect(told.map(({ type }) => type)).toEqual(['identity.roleGranted', 'identity.roleRevoked']);
});

test('who may not appoint is refused and changes nothing', async ({ app, town }) => {
  const { personId } = await givenPerson(app, town);
  const far = await givenStaff(app, await givenPlace(app));
  const stranger: Actor = {
    kind: 'person',
    id: far.personId,
    sessionId: randomUUID(),
    expiresAt: new Date(),
    roles: [{ role: 'ADMIN', municipalityId: randomUUID(), deskId: null }],
  };
  await expect(grantRole(as(app, stranger), clerkGrant(town, personId))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(grantRole(as(app, { kind: 'anonymous' }), clerkGrant(town, personId))).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
  const deskOfOthers = { ...clerkGrant(town, personId), deskId: randomUUID() };
  await expect(grantRole(as(app, system), deskOfOthers)).rejects.toMatchObject({
    userErrors: [{ code: 'UNKNOWN_DESK' }],
  });
  await expect(grantRole(as(app, system), { ...clerkGrant(town, personId), deskId: null })).rejects.toMatchObject({
    userErrors: [{ code: 'INCOMPLETE_ROLE' }],
  });
  await expect(grantRole(as(app, system), clerkGrant(town, randomUUID()))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const left: unknown[] = await app.services.em.fork().execute('select 1 from role where person_id = ?', [personId]);
  expect(left).toEqual([]);
});

test('an address is one account, however many sign in first', async ({ app }) => {
  const email = `${randomUUID()}@example.org`;
  const ensure = (): Promise<string> => write(as(app, system), (tx) => ensurePerson(tx, { email, locale: 'de' }));
  const ids = await Promise.all([ensure(), ensure(), ensure(), ensure()]);
  expect(new Set(ids).size).toBe(1);
});

test('an open socket goes on with the roles of the moment', async ({ app, town }) => {
  const person = await givenPerson(app, town);
  const browser = openBrowser(app.port);
  browser.cookies.set('session', person.token);
  const socket = await browser.openSocket();
  const rolesNow = async (): Promise<string[]> => {
    const { data } = await socket.ask('query($ags: String!) { municipality(ags: $ags) { viewerRoles { role } } }', {
      ags: town.ags,
    });
    return data.municipality.viewerRoles.map(({ role }: Data) => role);
  };
  expect(await rolesNow()).toEqual([]);
  await grantRole(as(app, system), clerkGrant(town, person.personId));
  await expect.poll(rolesNow).toEqual(['CLERK']);
  await revokeRole(as(app, system), clerkGrant(town, person.personId));
  await expect.poll(rolesNow).toEqual([]);
  socket.close();
});

const roles = `query($ags: String!) { viewer { roles { role municipality { ags } desk { name } } }
  municipality(ags: $ags) { viewerRoles { role desk { id name } } } }`;

function as(app: TestServer, actor: Actor): Context {
  return forkContext(app.services, actor);
}
function clerkGrant(town: Place, personId: string): GrantRoleInput {
  return { personId, role: 'CLERK', municipalityId: town.municipalityId, deskId: town.deskId };
}
async function sessionHours(app: TestServer, personId: string): Promise<number> {
  const rows: Data[] = await app.services.em
    .fork()
    .execute('select extract(epoch from expires_at - now())::float8 / 3600 as hours from session where person_id = ?', [
      personId,
    ]);
  return rows[0]?.hours;
}
