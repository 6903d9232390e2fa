import { type Actor, strangersCode } from '../../kernel/actor.ts';
import { isFresh } from '../../kernel/assurance.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';

/** Hours in which a person can undo the erasure of the account. */
export const undoHours = 72;
/** Purpose of the signed id in the link that undoes an erasure. */
export const undoPurpose = 'undoErasure';
/** Days for which a browser can learn that its session ended with the account: as long as its cookie. */
export const endedSessionDays = 31;

/** Whether the actor may have the own data exported or erased: a person who signed in during the last 15 minutes. */
export function canTakeOwnData(actor: Actor, now: Date): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  return isFresh(actor.assurance, now) ? allow : deny('SIGN_IN_AGAIN');
}
