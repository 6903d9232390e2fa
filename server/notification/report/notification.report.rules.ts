import { type Actor, hasRole, strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { MessageContribution } from '../../kernel/message.ts';
import type { DeliveryState, FailureKind } from '../notification.entity.ts';

type ReportedKind = Pick<MessageContribution, 'class' | 'isToMany' | 'reportRoles'>;

/** Facts about a message that decide who may read its delivery report. */
export interface ReportFacts {
  readonly municipalityId: string;
  readonly senderId: string | null;
  /** Facts of the message's kind; null: no domain of the product contributes the kind any more. */
  readonly message: ReportedKind | null;
}

/**
 * Whether the message has a report: messages to many have one; that of a message to one person would reveal how this
 * person is reached.
 */
export function hasReport(message: ReportedKind | null): boolean {
  return message?.class === 'BULK' || message?.class === 'EMERGENCY' || message?.isToMany === true;
}

/** The message's sender, and editors, admins and the kind's own roles of its town may read the report. */
export function canReadReport(actor: Actor, { municipalityId, senderId, message }: ReportFacts): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  if (!hasReport(message)) return deny('NOT_FOUND');
  const isSender = actor.id === senderId;
  return isSender || hasRole(actor, municipalityId, 'EDITOR', 'ADMIN', ...(message?.reportRoles ?? []))
    ? allow
    : deny('NOT_FOUND');
}

/** Editors and admins of the town may list its reports. */
export function canListReports(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  return hasRole(actor, municipalityId, 'EDITOR', 'ADMIN') ? allow : deny('FORBIDDEN');
}

/** Reasons why deliveries fail, wait or are cancelled, in the words of the schema. */
export const failureReasons = {
  ADDRESS_UNKNOWN: 'The mailbox, number or device does not exist any more.',
  MAILBOX_FULL: 'The mailbox takes no more messages.',
  REFUSED: 'The receiving server refuses the message.',
  NOT_REACHABLE: 'The receiving server does not answer, or asks for a pause.',
  OWN_FAULT: 'A fault of this installation.',
  NO_TEXT: 'The message has no text for the channel.',
  EXPIRED: 'The message was out of date before it could be sent.',
  ENDED: 'The matter was over before the message was sent.',
  NO_LONGER_WANTED: 'The recipient no longer wants or may receive the message.',
} as const;
export type FailureReason = keyof typeof failureReasons;

/** Failure as it is stored with a delivery: codes of other servers, never their words. */
export interface Failure {
  readonly state: DeliveryState;
  readonly failure: string;
  readonly failureKind: FailureKind | null;
}

/** Reason of a failure: by enhanced status codes (RFC 3463), else by SMTP and HTTP codes, else by the kind of failure. */
export function reasonOf({ state, failure, failureKind }: Failure): FailureReason {
  if (failure === 'EXPIRED' || failure === 'ENDED' || failure === 'NO_LONGER_WANTED') return failure;
  if (/^NO_(MAIL|PUSH|TEXT)$/.test(failure)) return 'NO_TEXT';
  if (failureKind === 'TECHNICAL') return 'OWN_FAULT';
  const enhanced = /\b[45]\.(\d{1,3}\.\d{1,3})\b/.exec(failure)?.[1];
  if (enhanced?.startsWith('1.') === true) return 'ADDRESS_UNKNOWN';
  if (enhanced === '2.2' || /\b[45]52\b/.test(failure)) return 'MAILBOX_FULL';
  const isGone = /^(HTTP_4(04|10)|BAD_ADDRESS|EENVELOPE)$/.test(failure);
  if (isGone || (enhanced === undefined && /\b55[013]\b/.test(failure))) return 'ADDRESS_UNKNOWN';
  return state === 'FAILED' && failureKind === 'PERMANENT' ? 'REFUSED' : 'NOT_REACHABLE';
}
