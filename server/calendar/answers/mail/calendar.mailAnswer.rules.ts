import type { Actor } from '../../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../../kernel/errors.ts';

/** Version of the words with which people without an account agree to messages about a date; raised when their meaning changes. */
export const answerWording = 1;

/** Answer of a consent to messages about a date. */
export const answerConsent = 'EVENT';

/**
 * Purpose of the signature in the link that confirms an answer. A higher version of the recipient's links makes it invalid,
 * because the link also leads to the answers of the recipient.
 */
export function confirmPurpose(linkVersion: number | null): string {
  return `confirm-answer.${linkVersion}`;
}

/** Visitors answer with name and e-mail address; people with an account answer as themselves. */
export function canAnswerByMail(actor: Actor): Verdict {
  return actor.kind === 'anonymous' ? allow : deny('FORBIDDEN');
}
