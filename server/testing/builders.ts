import { randomUUID } from 'node:crypto';
import { Group, Membership } from '../group/group.entity.ts';
import { Person, Role, Session } from '../identity/identity.entity.ts';
import type { IssueKind } from '../issue/issue.entity.ts';
import { createCategory } from '../issue/issue.list.service.ts';
import { type RoleKind, type Scope, system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { hashToken, newToken } from '../kernel/secrets.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { createPartnerKey, type CreateKeyInput } from '../partner/partner.service.ts';
import { askData, type Data, type Identified } from './client.ts';
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

/** A town on the platform: a square of 0.1° around 50.6 N, 7.2 E, its own group, one desk. */
export async function givenPlace(app: TestServer, name = 'Musterstadt'): Promise<Place> {
  const em = app.services.em.fork();
  const ags = String(10_000_000 + ++places);
  const [west, south, east, north] = [7.15, 50.55, 7.25, 50.65];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const municipality = em.create(Municipality, {
    ...{ id: randomUUID(), ags, name, kind: 'Stadt', county: 'Musterkreis', population: 5000, lat: 50.6, lon: 7.2 },
    boundary: { type: 'MultiPolygon', coordinates: [[ring]] },
    ...{ west, south, east, north, isOnPlatform: true, isDemo: false, timeZone: 'Europe/Berlin' },
    modules: ['POSTS', 'POLLS', 'ISSUES'],
  });
  const group = em.create(Group, { id: randomUUID(), municipality, name, isTown: true, joinPolicy: 'OPEN' });
  const desk = em.create(Desk, { id: randomUUID(), municipality, name: 'Bürgerbüro' });
  await em.persist([municipality, group, desk]).flush();
  return { municipalityId: municipality.id, ags, groupId: group.id, deskId: desk.id };
}

/** People with accounts and sessions; members of the town's group unless told otherwise. */
export async function givenPeople(app: TestServer, place: Place, count: number, isMember = true): Promise<Somebody[]> {
  const em = app.services.em.fork();
  const people = Array.from({ length: count }, () => {
    const [personId, token] = [randomUUID(), newToken()];
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
  return people;
}

export async function givenPerson(app: TestServer, place: Place): Promise<Somebody> {
  const [person] = await givenPeople(app, place, 1);
  if (person === undefined) throw new Error('nobody');
  return person;
}

/** Somebody who works in the town hall; a CLERK at the place's desk. */
export async function givenStaff(app: TestServer, place: Place, role: RoleKind = 'ADMIN'): Promise<Somebody> {
  const somebody = await givenPerson(app, place);
  const em = app.services.em.fork();
  const desk = role === 'CLERK' ? place.deskId : null;
  const grant = { id: randomUUID(), person: somebody.personId, role, municipality: place.municipalityId, desk };
  await em.persist(em.create(Role, grant)).flush();
  return somebody;
}

export interface GivenGroup {
  /** Global id. */
  readonly id: string;
  /** The row's uuid. */
  readonly groupId: string;
}

/** A group of the town: a kindergarten's, closed unless told otherwise. */
export async function givenGroup(
  app: TestServer,
  place: Place,
  more: Partial<Pick<Group, 'name' | 'purpose' | 'picture' | 'joinPolicy' | 'publishPolicy'>> = {},
): Promise<GivenGroup> {
  const em = app.services.em.fork();
  const facts = { name: `Kita ${randomUUID()}`, picture: 'CHILDREN', joinPolicy: 'CLOSED', ...more } as const;
  const group = em.create(Group, { id: randomUUID(), municipality: place.municipalityId, ...facts });
  await em.persist(group).flush();
  return { id: toGlobalId('Group', group.id), groupId: group.id };
}

/** A member of the group, with an account of their own unless it is `who`. */
export async function givenMember(
  app: TestServer,
  place: Place,
  { groupId }: GivenGroup,
  more: { who?: Somebody; isPublisher?: boolean } = {},
): Promise<Somebody> {
  const { who = await givenPerson(app, place), isPublisher = false } = more;
  const em = app.services.em.fork();
  const membership = { group: groupId, person: who.personId, isPublisher };
  await em.persist(em.create(Membership, membership, { partial: true })).flush();
  return who;
}

export interface GivenPoll {
  readonly id: string;
  /** Global ids of the first question's options. */
  readonly options: readonly string[];
}

const createPoll = `mutation($input: CreatePollInput!) { createPoll(input: $input) {
  poll { id questions { options { id } } } userErrors { code path } } }`;

/** An open poll of the town made through the API by an admin. */
export async function givenPoll(app: TestServer, place: Place, staff: Somebody, more: object = {}): Promise<GivenPoll> {
  const question = { text: 'Was wird gebaut?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel', 'Nichts'] };
  const input = {
    groupId: toGlobalId('Group', place.groupId),
    title: 'Spielplatz am Rheinufer',
    questions: [question],
    closesAt: new Date(Date.now() + 3_600_000).toISOString(),
    resultsVisibility: 'LIVE',
    eligibility: 'SIGNED_IN',
    idempotencyKey: randomUUID(),
    ...more,
  };
  const { createPoll: made }: Data = await askData(app.port, staff, createPoll, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return { id: made.poll.id, options: made.poll.questions[0].options.map((option: { id: string }) => option.id) };
}

export interface GivenPost {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

const createPost = `mutation($input: CreatePostInput!) { createPost(input: $input) {
  post { id version state } userErrors { code path } } }`;

export function postInput(place: Place, more: object = {}): object {
  return {
    groupIds: [toGlobalId('Group', place.groupId)],
    title: 'Donnerstag kein Wasser in zwei Gassen',
    body: 'Von **8 bis etwa 12 Uhr** kommt kein Wasser aus dem Hahn.',
    ...{ isDraft: false, idempotencyKey: randomUUID(), ...more },
  };
}

/** A published post for the town's group made through the API. */
export async function givenPost(app: TestServer, place: Place, staff: Somebody, more: object = {}): Promise<GivenPost> {
  const { createPost: made }: Data = await askData(app.port, staff, createPost, { input: postInput(place, more) });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return made.post;
}

/** A category of the town at its desk; returns the global id. */
export async function givenCategory(
  app: TestServer,
  place: Place,
  kind: IssueKind = 'DEFECT',
  more: { isForBarriers?: boolean } = {},
): Promise<string> {
  const ctx = forkContext(app.services, system);
  const input = { municipalityId: place.municipalityId, name: `Straße ${randomUUID()}`, kind, deskId: place.deskId };
  return toGlobalId('IssueCategory', (await createCategory(ctx, { ...input, ...more, position: 1 })).id);
}

export interface GivenIssue {
  readonly id: string;
  readonly reference: string;
  readonly version: number;
  readonly status: string;
  readonly claimCode: string | null;
}

const reportIssue = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference version status } claimCode userErrors { code path } } }`;

export function reportInput(place: Place, categoryId: string, more: object = {}): object {
  return {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    ...{ kind: 'DEFECT', categoryId, point: { lat: 50.6, lon: 7.2 }, address: 'Linzer Straße 16' },
    ...{ text: 'Vor der Bäckerei ist ein tiefes Schlagloch.', idempotencyKey: randomUUID(), ...more },
  };
}

/** A report made through the API. */
export async function givenIssue(
  app: TestServer,
  place: Place,
  who: Identified,
  more: object = {},
): Promise<GivenIssue> {
  const input = reportInput(place, await givenCategory(app, place), more);
  const { reportIssue: made }: Data = await askData(app.port, who, reportIssue, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return { ...made.issue, claimCode: made.claimCode };
}

export interface GivenKey {
  readonly keyId: string;
  readonly key: string;
}

/** A partner's key of the town. */
export async function givenKey(
  app: TestServer,
  { municipalityId }: Place,
  scopes: readonly Scope[],
  more: Partial<CreateKeyInput> = {},
): Promise<GivenKey> {
  const expiresAt = new Date(Date.now() + 86_400_000);
  const input = { municipalityId, name: 'Lokalradio', scopes, expiresAt, ips: [], idempotencyKey: randomUUID() };
  const { partnerKey, secret } = await createPartnerKey(forkContext(app.services, system), { ...input, ...more });
  return { keyId: partnerKey.id, key: secret ?? '' };
}
