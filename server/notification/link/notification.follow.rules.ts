import type { Actor } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';

/** Version of the words with which people without an account agree to messages; raised when their meaning changes. */
export const followWording = 1;

/** Purpose of the signature in the link that confirms an address. */
export const confirmPurpose = 'confirm-groups';

/**
 * Kinds of the messages that ask for one consent: the first goes to addresses that are not confirmed, the second to those
 * that are, so each address gets exactly one.
 */
export const questionKinds = { new: 'GROUPS_ASKED', known: 'GROUPS_ASKED_AGAIN' } as const;

/** Answer of a consent by which an address is added to those of a recipient that follows groups already. */
export const addedAddress = 'ADDRESS';

/** Maximum number of e-mail addresses of a recipient without an account, with those that are not confirmed. */
export const mostAddresses = 5;

/** Maximum number of groups that one request may name. */
export const mostGroups = 50;

/** Visitors without an account follow groups like this; people with an account join them instead. */
export function canFollowWithoutAccount(actor: Actor): Verdict {
  return actor.kind === 'anonymous' ? allow : deny('FORBIDDEN');
}
