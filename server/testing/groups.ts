import { randomUUID } from 'node:crypto';
import { Group, GroupAccess, Membership } from '../group/group.entity.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenStaff, type Place, type Somebody } from './builders.ts';
import type { TestServer } from './server.ts';

export interface GivenGroup {
  /** Global id of the group. */
  readonly id: string;
  /** UUID of the row. */
  readonly groupId: string;
}

/** Adds a group to the town; by default a closed one of a kindergarten. */
export async function givenGroup(
  app: TestServer,
  place: Place,
  more: Partial<Pick<Group, 'name' | 'purpose' | 'picture' | 'joinPolicy' | 'publishPolicy' | 'needsReview'>> = {},
): Promise<GivenGroup> {
  const em = app.services.em.fork();
  const facts = { name: `Kita ${randomUUID()}`, picture: 'CHILDREN', joinPolicy: 'CLOSED', ...more } as const;
  const group = em.create(Group, { id: randomUUID(), municipality: place.municipalityId, ...facts });
  await em.persist(group).flush();
  return { id: toGlobalId('Group', group.id), groupId: group.id };
}

/** Adds a member to the group: `who`, or a new person with an account. */
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

/** Adds an editor who is a member of the group and so may publish there. */
export async function givenAuthor(app: TestServer, place: Place, group: GivenGroup): Promise<Somebody> {
  return givenMember(app, place, group, { who: await givenStaff(app, place, 'EDITOR') });
}

/** Adds an access of an admin to a CLOSED group that ends in so many minutes; negative: it has ended. */
export async function givenAccess(app: TestServer, { groupId }: GivenGroup, who: Somebody, minutes = 60) {
  const em = app.services.em.fork();
  const expiresAt = new Date(Date.now() + minutes * 60_000);
  const access = { id: randomUUID(), group: groupId, person: who.personId, reason: 'Beschwerde', expiresAt };
  await em.persist(em.create(GroupAccess, { ...access, takenAt: new Date(expiresAt.getTime() - 28_800_000) })).flush();
}
