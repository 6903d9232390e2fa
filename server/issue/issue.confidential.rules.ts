import { validate } from 'uuid';
import { type Actor, hasRole, isStaff } from '../kernel/actor.ts';
import type { Confided } from './issue.category.entity.ts';
import type { Issue, IssueAudience } from './issue.entity.ts';

/**
 * Audience of a board as a cache key: subscribers with the same key share one reading. Keys of staff differ only in the
 * desks whose complaints they may read: `staff:*` all of them, `staff:` none.
 */
export type BoardAudience = 'partner' | `staff:${string}`;

/** Key of the actor's board audience; the actor must have passed canSeeBoard(). */
export function boardAudience(actor: Actor, municipalityId: string): BoardAudience {
  if (actor.kind === 'partner') return 'partner';
  if (actor.kind === 'system' || hasRole(actor, municipalityId, 'ADMIN')) return 'staff:*';
  const roles = actor.kind === 'person' ? actor.roles : [];
  const own = roles.flatMap((role) => (role.municipalityId === municipalityId ? (role.deskId ?? []) : []));
  return `staff:${[...new Set(own)].sort().join()}`;
}

/** A complaint is readable only for its desk and for admins; other audiences must not learn that it exists. */
export function isReadableFor(audience: BoardAudience, { kind, deskId }: Confided): boolean {
  if (kind !== 'COMPLAINT' || audience === 'staff:*') return true;
  return deskId !== null && desksOf(audience).includes(deskId);
}

/** Whether the actor is staff of the town and may read this issue, also if it is a complaint. */
export function mayKnowConfidential(actor: Actor, municipalityId: string, issue: Confided): boolean {
  return isStaff(actor, municipalityId) && isReadableFor(boardAudience(actor, municipalityId), issue);
}

/** Whether the board of an audience contains the issue: not set aside, and readable for the audience. */
export function isOnBoard(issue: Pick<Issue, 'flag'> & Confided, audience: BoardAudience): boolean {
  return issue.flag == null && isReadableFor(audience, issue);
}

/**
 * isOnBoard() as SQL condition on the issue with the alias `name`, except for issues that are set aside, which the
 * filter of the board excludes.
 */
export function onBoard(audience: BoardAudience, name = 't'): string {
  if (audience === 'staff:*') return 'true';
  const desks = desksOf(audience).map((id) => `'${id}'`);
  const own = desks.length === 0 ? '' : `or ${name}.desk_id in (${desks.join()})`;
  return `(${name}.kind <> 'COMPLAINT' ${own})`;
}

/** Audience of issues on a board. */
export function issueAudienceOf(audience: BoardAudience): IssueAudience {
  return audience === 'partner' ? 'partner' : 'staff';
}

function desksOf(audience: BoardAudience): string[] {
  return audience
    .slice('staff:'.length)
    .split(',')
    .filter((id) => validate(id));
}
