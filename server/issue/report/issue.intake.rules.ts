import { type Actor, hasRole, strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';

/** Minutes in which a retry of a lost request returns the claim code again. */
const codeMinutes = 10;

/** Whether the claim code may be returned: it makes its holder the reporter, so staff see it only at the beginning. */
export function isCodeShown(takenAt: Date, now: Date): boolean {
  return now.getTime() - takenAt.getTime() < codeMinutes * 60_000;
}

/** Clerks and admins of the town may record reports for others. */
export function canTakeIssue(actor: Actor, municipalityId: string): Verdict {
  return hasRole(actor, municipalityId, 'CLERK', 'ADMIN') ? allow : deny(strangersCode(actor));
}
