import { randomUUID } from 'node:crypto';
import { Group, Membership } from '../group/group.entity.ts';
import { Person, Role, Session } from '../identity/identity.entity.ts';
import type { RoleKind } from '../kernel/actor.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { hashToken, newToken } from '../kernel/secrets.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { Recipient } from '../recipient/recipient.entity.ts';
import { addAccounts } from '../recipient/recipient.service.ts';
import type { Identified } from './client.ts';
import type { TestServer } from './server.ts';

export interface Place {
  readonly municipalityId: string;
  readonly ags: string;
  readonly groupId: string;
  readonly deskId: string;
}
export interface Somebody extends Identified {
  readonly personId: string;
  readonly token: string;
}

let places = 0;

/** Adds a town: a square of 0.1° around 50.6 N, 7.2 E, with its own group and one desk. */
export async function givenPlace(app: TestServer, name = 'Musterstadt'): Promise<Place> {
  const em = app.services.em.fork();
  const ags = String(10_000_000 + ++places);
  const west = 7.15;
  const south = 50.55;
  const east = 7.25;
  const north = 50.65;
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const municipality = em.create(Municipality, {
    id: randomUUID(),
    ags,
    name,
    kind: 'Stadt',
    county: 'Musterkreis',
    population: 5000,
    lat: 50.6,
    lon: 7.2,
    boundary: { type: 'MultiPolygon', coordinates: [[ring]] },
    west,
    south,
    east,
    north,
    isOnPlatform: true,
    isDemo: false,
    timeZone: 'Europe/Berlin',
    modules: [...app.services.registry.modules],
  });
  const group = em.create(Group, { id: randomUUID(), municipality, name, isTown: true, joinPolicy: 'OPEN' });
  const desk = em.create(Desk, { id: randomUUID(), municipality, name: 'Bürgerbüro' });
  await em.persist([municipality, group, desk]).flush();
  return { municipalityId: municipality.id, ags, groupId: group.id, deskId: desk.id };
}

/**
 * Adds people with accounts and sessions; by default they are members of the town's group. They have no quiet hours, so
 * that tests do not depend on the time of the day.
 */
export async function givenPeople(app: TestServer, place: Place, count: number, isMember = true): Promise<Somebody[]> {
  const em = app.services.em.fork();
  const people = Array.from({ length: count }, () => {
    const personId = randomUUID();
    const token = newToken();
    const person = em.create(
      Person,
      { id: personId, email: `${personId}@example.org`, locale: 'de' },
      { partial: true },
    );
    const expiresAt = new Date(Date.now() + 86_400_000);
    const session = { id: randomUUID(), tokenHash: hashToken(token), person, expiresAt };
    em.persist([person, em.create(Session, session, { partial: true })]);
    if (isMember) em.persist(em.create(Membership, { group: place.groupId, person }, { partial: true }));
    return { personId, token };
  });
  await em.flush();
  const personIds = people.map(({ personId }) => personId);
  await addAccounts({ em, secret: app.services.secret }, personIds);
  await em.nativeUpdate(Recipient, { id: { $in: personIds } }, { quietTo: 22 * 60 });
  return people;
}

export async function givenPerson(app: TestServer, place: Place): Promise<Somebody> {
  const [person] = await givenPeople(app, place, 1);
  if (person === undefined) throw new Error('nobody');
  return person;
}

/**
 * Adds a person with a role in the town hall; a CLERK works at the place's desk. Sessions of admins and operators count as
 * opened with a passkey.
 */
export async function givenStaff(app: TestServer, place: Place, role: RoleKind = 'ADMIN'): Promise<Somebody> {
  const somebody = await givenPerson(app, place);
  const em = app.services.em.fork();
  const desk = role === 'CLERK' ? place.deskId : null;
  const grant = { id: randomUUID(), person: somebody.personId, role, municipality: place.municipalityId, desk };
  await em.persist(em.create(Role, grant)).flush();
  if (role === 'ADMIN' || role === 'OPERATOR')
    await em.nativeUpdate(Session, { person: somebody.personId }, { method: 'PASSKEY' });
  return somebody;
}

/** Grants a further role of the town without a desk. */
export async function givenRole(app: TestServer, place: Place, { personId }: Somebody, role: RoleKind): Promise<void> {
  const em = app.services.em.fork();
  const grant = { id: randomUUID(), person: personId, role, municipality: place.municipalityId, desk: null };
  await em.persist(em.create(Role, grant)).flush();
}

/** Changes a session as if the person had checked the passkey so many minutes ago. */
export async function givenCheck(app: TestServer, { token }: Somebody, minutes: number) {
  const check = { method: 'PASSKEY', provenAt: new Date(Date.now() - minutes * 60_000) };
  await app.services.em.fork().nativeUpdate(Session, { tokenHash: hashToken(token) }, check as never);
}

/** Changes a session as if an identity service had opened it so many minutes ago. */
export async function givenProof(app: TestServer, { token }: Somebody, level: AssuranceLevel, minutes = 0) {
  const proof = { assurance: level, method: 'IDENTITY_SERVICE', provenAt: new Date(Date.now() - minutes * 60_000) };
  await app.services.em.fork().nativeUpdate(Session, { tokenHash: hashToken(token) }, proof as never);
}
