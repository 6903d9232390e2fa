import { type Actor, hasRole, strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';

/** So long an answer that was lost on its way may be asked for again, with the code in it; afterwards nobody is told it. */
const codeMinutes = 10;

/** Whoever writes it down sees the code once: it makes its holder the reporter. */
export function isCodeShown(takenAt: Date, now: Date): boolean {
  return now.getTime() - takenAt.getTime() < codeMinutes * 60_000;
}

/** Only those who work on the town's reports write one down for somebody else. */
export function canTakeIssue(actor: Actor, municipalityId: string): Verdict {
  return hasRole(actor, municipalityId, 'CLERK', 'ADMIN') ? allow : deny(strangersCode(actor));
}
