import type { MessageContribution } from '../../kernel/message.ts';
import { substitutesSql } from '../../recipient/recipient.service.ts';
import type { DeliveryState } from '../notification.entity.ts';

/** Minutes after which a message without an acknowledgement is followed by a reminder. */
export const remindMinutes = 10;
/** Minutes after which a delivery that no server has accepted gets a substitute. */
export const acceptMinutes = 5;
/** Channels of substitutes in the order in which they are tried. */
export const substituteChannels = ['PUSH', 'EMAIL', 'SMS'] as const;

/** Failures of a cancelled delivery after which a substitute steps in: the town cannot pay, or has no gateway. */
const likeFailures: readonly string[] = ['BUDGET', 'NO_GATEWAY'];

/** Whether a delivery in this state needs a substitute at once. */
export function hasFailed(state: DeliveryState, failure: string | null): boolean {
  return state === 'FAILED' || (state === 'CANCELLED' && likeFailures.includes(failure ?? ''));
}

/** SQL condition over the delivery `d`, equal to hasFailed(). */
export const hasFailedSql = `(d.state = 'FAILED' or (d.state = 'CANCELLED' and d.failure in ('${likeFailures.join("', '")}')))`;

/**
 * SQL condition: the message goes to the contact `k` of the recipient `a`; `usual`: the condition for other messages. A
 * contact to which an escalation led gets the message as long as it is ticked as a substitute, whatever its mode is.
 */
export function orSubstitutedSql({ escalate }: Pick<MessageContribution, 'escalate'>, usual: string): string {
  if (escalate?.step !== 'SUBSTITUTE') return usual;
  return `(${usual} or exists (select from escalation x join (${substitutesSql}) s on s.id = x.to_contact_id
    where x.message_id = m.id and x.to_contact_id = k.id))`;
}

/**
 * SQL condition over the row `m` of a reminder: an escalation of a message with the same subject and version named this
 * recipient; `recipient` is the SQL expression of its id.
 */
export function isRemindedSql(recipient: string): string {
  return `exists (select from escalation x join message e on e.id = x.message_id
    where x.step = 'REMIND' and x.recipient_id = ${recipient} and e.municipality_id = m.municipality_id
      and e.subject_id = m.subject_id and e.version is not distinct from m.version)`;
}
