import { type Actor, hasRole, strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';

/** Only those who work on the town's reports write one down for somebody else. */
export function canTakeIssue(actor: Actor, municipalityId: string): Verdict {
  return hasRole(actor, municipalityId, 'CLERK', 'ADMIN') ? allow : deny(strangersCode(actor));
}
