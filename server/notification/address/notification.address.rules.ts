import { NIL, v5 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';

/** Kind and lane of the message with the code that confirms an address for replies. */
export const replyToMessage = { kind: 'REPLY_TO_CODE', lane: 'PERSONAL' } as const;

const day = 86_400;
/** Limits of codes for addresses for replies: a code is a mail to somebody who did not ask for it. */
export const replyToRates = {
  perTown: { name: 'replyTo.town', points: 10, seconds: 3600 },
  perAddress: { name: 'replyTo.address', points: 5, seconds: day },
} as const;

/** Days after which an address is deleted that nobody has confirmed. */
export const unconfirmedDays = 3;

/** Id of the recipient that stands for a town's address for replies until its owner confirms it. */
export function replyToRecipient(municipalityId: string): string {
  return v5(`replyTo ${municipalityId}`, NIL);
}

function isOperator(actor: Actor): boolean {
  return actor.kind === 'person' && actor.roles.some(({ role }) => role === 'OPERATOR');
}

/** Operators set the sender's address, because the records of its mail domain must allow this installation. */
export function canSetFromAddress(actor: Actor): Verdict {
  if (actor.kind === 'system' || isOperator(actor)) return allow;
  return deny(actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
}

/** Admins of the town and operators see the addresses of its mails. */
export function canReadSender(actor: Actor, municipalityId: string): Verdict {
  return isOperator(actor) ? allow : canRunTown(actor, municipalityId);
}
