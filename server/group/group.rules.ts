import { type Actor, hasRole, isStaff, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { GroupPicture, GroupRow, JoinPolicy, PublishPolicy } from './group.entity.ts';

/** Membership of the actor in a group. */
export interface GroupStanding {
  readonly isMember: boolean;
  readonly isPublisher: boolean;
  /** The actor has requested membership and the town hall has not decided yet. */
  readonly hasRequested: boolean;
  /** End of the access that the actor has taken as an admin; null: none, or it has ended. */
  readonly accessUntil: Date | null;
}
export const stranger: GroupStanding = { isMember: false, isPublisher: false, hasRequested: false, accessUntil: null };

/** Facts that decide whether an actor may read a group. */
export interface GroupReach extends Pick<GroupStanding, 'isMember' | 'accessUntil'> {
  readonly municipalityId: string;
  readonly joinPolicy: JoinPolicy;
}
/** Why an actor may read a group: from inside, as an admin for a limited time, or because it is public. */
export type GroupReader = 'INSIDE' | 'ACCESS' | 'PUBLIC';

/**
 * Why the actor may read what a group publishes; undefined: the actor may not. Members read from inside, in groups that
 * are not CLOSED also the staff. No role alone opens a CLOSED group: admins must take access first.
 */
export function groupReaderOf(actor: Actor, reach: GroupReach): GroupReader | undefined {
  const { municipalityId, joinPolicy, isMember, accessUntil } = reach;
  if (actor.kind === 'system' || isMember) return 'INSIDE';
  if (joinPolicy !== 'CLOSED' && isStaff(actor, municipalityId)) return 'INSIDE';
  if (accessUntil !== null && hasRole(actor, municipalityId, 'ADMIN')) return 'ACCESS';
  return joinPolicy === 'OPEN' ? 'PUBLIC' : undefined;
}

/** Everybody with an account may join an open group; residence is not checked. */
export function canJoinGroup(actor: Actor, group: GroupRow): Verdict {
  const mayBelong = canBelong(actor);
  if (!mayBelong.allow) return mayBelong;
  return group.joinPolicy === 'OPEN' ? allow : deny('GROUP_NOT_OPEN');
}

export function canRequestMembership(actor: Actor, group: GroupRow): Verdict {
  const mayBelong = canBelong(actor);
  if (!mayBelong.allow) return mayBelong;
  return group.joinPolicy === 'ON_REQUEST' ? allow : deny('GROUP_NOT_ON_REQUEST');
}

/** Only people can be members, not API keys or the system. */
export function canBelong(actor: Actor): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return actor.kind === 'person' ? allow : deny('FORBIDDEN');
}

/** Whether the actor may see that the group exists: a CLOSED group is visible to members and admins only. */
export function canSeeGroup(actor: Actor, group: GroupRow, { isMember }: Pick<GroupStanding, 'isMember'>): Verdict {
  const scoped = withinScope(actor, group.municipality.id, 'groups:read');
  if (!scoped.allow) return scoped;
  if (group.joinPolicy !== 'CLOSED' || isMember) return allow;
  return canManageGroups(actor, group.municipality.id).allow ? allow : deny('NOT_FOUND');
}

/** Whether the actor may read publications of the group; see `groupReaderOf`. */
export function canReadGroup(
  actor: Actor,
  group: GroupRow,
  { isMember, accessUntil }: Pick<GroupStanding, 'isMember' | 'accessUntil'>,
): Verdict {
  const municipalityId = group.municipality.id;
  if (actor.kind === 'partner' && actor.municipalityId !== municipalityId) return deny('NOT_FOUND');
  const { joinPolicy } = group;
  const reader = groupReaderOf(actor, { municipalityId, joinPolicy, isMember, accessUntil });
  return reader === undefined ? deny('NOT_FOUND') : allow;
}

/** Whether the actor may create and change groups and decide on memberships: admins of the town only. */
export function canManageGroups(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return actor.kind === 'system' || hasRole(actor, municipalityId, 'ADMIN') ? allow : deny('FORBIDDEN');
}

/**
 * Editors and admins may publish in all groups of their town, other staff in groups with the policy STAFF, members if
 * they are publishers. In a CLOSED group staff must be members too.
 */
export function canPublishIn(actor: Actor, group: GroupRow, standing: GroupStanding): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  if (actor.kind === 'partner') return deny('FORBIDDEN'); // API keys can only create drafts
  if (actor.kind === 'system') return allow;
  if (standing.isMember && standing.isPublisher) return allow;
  const mayByRole = hasPublishingRole(actor, group) && (group.joinPolicy !== 'CLOSED' || standing.isMember);
  return mayByRole ? allow : deny('MAY_NOT_PUBLISH');
}

function hasPublishingRole(actor: Actor, { municipality: { id }, publishPolicy }: GroupRow): boolean {
  return hasRole(actor, id, 'EDITOR', 'ADMIN') || (publishPolicy === 'STAFF' && isStaff(actor, id));
}

export interface GroupInput {
  readonly name: string;
  readonly purpose: string;
  readonly picture: GroupPicture;
  readonly joinPolicy: JoinPolicy;
  readonly publishPolicy: PublishPolicy;
  /** Absent: unchanged. */
  readonly needsReview?: boolean | null;
}
export type CheckedGroup = GroupInput & { readonly needsReview: boolean };

/**
 * Validated and trimmed input. User errors, reported together: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, TOWN_STAYS_OPEN.
 */
export function readGroupInput(
  input: GroupInput,
  current: Pick<GroupRow, 'isTown' | 'needsReview'> = { isTown: false, needsReview: false },
): CheckedGroup {
  const check = new InputCheck();
  const { picture, joinPolicy, publishPolicy } = input;
  const name = check.text(input.name, [2, 80], 'name').replace(/\p{Zs}+/gu, ' ');
  const purpose = check.multiline(input.purpose, [0, 500], 'purpose');
  check.require(
    !current.isTown || joinPolicy === 'OPEN',
    'TOWN_STAYS_OPEN',
    'the town itself stays open',
    'joinPolicy',
  );
  check.done();
  return { name, purpose, picture, joinPolicy, publishPolicy, needsReview: input.needsReview ?? current.needsReview };
}

/** Validated and trimmed note of a request for membership. User errors: TOO_LONG, BAD_CHARACTERS. */
export function readNote(note: string): string {
  const check = new InputCheck();
  const text = check.multiline(note, [0, 500], 'note');
  check.done();
  return text;
}
