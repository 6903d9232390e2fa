import { replaceSpecialSigns } from '../../schema/smsText.ts';
import type { Context, MessageContribution, MessagePort, Tx } from './context.ts';
import type { Letter, MessageRequest, PushContent, SmsContent } from './letter.ts';

export type { InboxReader, MessageContribution, MessagePort } from './context.ts';
export type {
  DeliveryMode,
  DeliveryOptions,
  InboxView,
  InterestContribution,
  Letter,
  LinkContext,
  MailContent,
  MailEnding,
  MailSection,
  MailText,
  MailValues,
  MessageClass,
  MessageExtension,
  MessageRequest,
  PushContent,
  SmsContent,
  StoredMessage,
} from './letter.ts';

/** Defines a kind of message, which takes effect only in products whose manifests contain it. */
export function defineMessage(message: MessageContribution): MessageContribution {
  return message;
}

/**
 * Text of an SMS with the words that devices show. Typographic signs are replaced, because one of them makes the SMS
 * more than twice as expensive.
 */
export function smsLike(
  push: (ctx: Context, letter: Letter) => Promise<PushContent>,
): (ctx: Context, letter: Letter) => Promise<SmsContent> {
  return async (ctx, letter) => {
    const { title, body, page } = await push(ctx, letter);
    return { text: replaceSpecialSigns(body === '' ? title : `${title}: ${body}`), page };
  };
}

/**
 * Stores a message in the transaction of its event; a job then finds the recipients. With `startAfter` the job waits
 * until then, and recallMessage() can withdraw the message.
 */
export function enqueueMessage(
  tx: Tx,
  { kind }: MessageContribution,
  request: MessageRequest,
  options: { readonly startAfter?: Date } = {},
): Promise<void> {
  return portOf(tx).enqueue(tx, kind, request, options);
}

/** Withdraws a message that has not been fanned out, so that nobody receives it. */
export function recallMessage(tx: Tx, { kind }: MessageContribution, request: MessageRequest): Promise<void> {
  return portOf(tx).recall(tx, kind, request);
}

/**
 * Delivers a message to those of its recipients who do not have it yet, or to one of them; stores the message if it is
 * missing. Repeated calls deliver nothing twice.
 */
export function resumeMessage(
  tx: Tx,
  { kind }: MessageContribution,
  request: MessageRequest,
  recipientId?: string,
): Promise<void> {
  return portOf(tx).resume(tx, kind, request, recipientId);
}

/**
 * Letter that can never be delivered; `reason` holds codes, no addresses. TECHNICAL: because of a fault of this server.
 */
export class PermanentFailure extends Error {
  constructor(
    readonly reason: string,
    readonly kind: 'PERMANENT' | 'TECHNICAL' = 'PERMANENT',
  ) {
    super(reason);
  }
}

/**
 * Letter that may be sent again in `seconds` at the earliest; `reason` holds codes, no addresses. TECHNICAL: the operator
 * has to change something first.
 */
export class Postponed extends Error {
  constructor(
    readonly reason: string,
    readonly seconds: number,
    readonly kind: 'TEMPORARY' | 'TECHNICAL' = 'TEMPORARY',
  ) {
    super(reason);
  }
}

/** Letter that is not sent, although nothing failed; `reason` is a code. */
export class Cancelled extends PermanentFailure {}

/** The person is no longer a recipient of the message. */
export class NoLongerWanted extends Cancelled {
  constructor() {
    super('NO_LONGER_WANTED');
  }
}

function portOf({ registry }: Tx): MessagePort {
  if (registry.messagePort !== undefined) return registry.messagePort;
  throw new Error('No domain of this product delivers messages: add `messagePorts` to a manifest.');
}
