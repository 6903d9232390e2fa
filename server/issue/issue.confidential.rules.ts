import { validate } from 'uuid';
import { type Actor, hasRole, isStaff } from '../kernel/actor.ts';
import type { Confided } from './issue.category.entity.ts';
import type { Issue, IssueAudience } from './issue.entity.ts';

/**
 * For whom a board is shown, as one word: everybody with the same word shares one reading. Staff differ only in the desks
 * whose complaints they may read: `staff:*` all of them, `staff:` none.
 */
export type BoardAudience = 'partner' | `staff:${string}`;

/** Asked about somebody who may see the board at all. */
export function boardAudience(actor: Actor, municipalityId: string): BoardAudience {
  if (actor.kind === 'partner') return 'partner';
  if (actor.kind === 'system' || hasRole(actor, municipalityId, 'ADMIN')) return 'staff:*';
  const roles = actor.kind === 'person' ? actor.roles : [];
  const own = roles.flatMap((role) => (role.municipalityId === municipalityId ? (role.deskId ?? []) : []));
  return `staff:${[...new Set(own)].sort().join()}`;
}

/** A complaint about people is for the desk it lies at and for those who run the town; the others never hear of it. */
export function isReadableFor(audience: BoardAudience, { kind, deskId }: Confided): boolean {
  if (kind !== 'COMPLAINT' || audience === 'staff:*') return true;
  return deskId !== null && desksOf(audience).includes(deskId);
}

/** Staff of the town who may read this very report. */
export function mayKnowConfidential(actor: Actor, municipalityId: string, issue: Confided): boolean {
  return isStaff(actor, municipalityId) && isReadableFor(boardAudience(actor, municipalityId), issue);
}

/** What a board shows to whom: nothing that nobody confirmed, and complaints about people to their desk only. */
export function isOnBoard(issue: Pick<Issue, 'status' | 'flag'> & Confided, audience: BoardAudience): boolean {
  return issue.status !== 'UNCONFIRMED' && issue.flag == null && isReadableFor(audience, issue);
}

/** isOnBoard() as a condition on the issue of this name; what is set aside the board's filter leaves out. */
export function onBoard(audience: BoardAudience, name = 't'): string {
  const isConfirmed = `${name}.status <> 'UNCONFIRMED'`;
  if (audience === 'staff:*') return isConfirmed;
  const desks = desksOf(audience).map((id) => `'${id}'`);
  const own = desks.length === 0 ? '' : `or ${name}.desk_id in (${desks.join()})`;
  return `${isConfirmed} and (${name}.kind <> 'COMPLAINT' ${own})`;
}

/** Whose eyes a board is handed out for. */
export function eyesOf(audience: BoardAudience): IssueAudience {
  return audience === 'partner' ? 'partner' : 'staff';
}

function desksOf(audience: BoardAudience): string[] {
  return audience
    .slice('staff:'.length)
    .split(',')
    .filter((id) => validate(id));
}
