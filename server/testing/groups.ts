import { randomUUID } from 'node:crypto';
import { Group, Membership } from '../group/group.entity.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, type Place, type Somebody } from './builders.ts';
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
  more: Partial<Pick<Group, 'name' | 'purpose' | 'picture' | 'joinPolicy' | 'publishPolicy'>> = {},
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
