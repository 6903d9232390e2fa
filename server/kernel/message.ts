import type { MessageContribution, MessagePort, Tx } from './context.ts';
import type { MessageRequest } from './letter.ts';

export type { InboxReader, MessageContribution, MessagePort } from './context.ts';
export type {
  InboxView,
  Letter,
  MailContent,
  MailEnding,
  MailText,
  MailValues,
  MessageExtension,
  MessageRequest,
  StoredMessage,
} from './letter.ts';

/** Defines a kind of message. It takes effect in products whose manifests contain the message, and nowhere else. */
export function defineMessage(message: MessageContribution): MessageContribution {
  return message;
}

/**
 * Stores a message in the transaction of what happened; a job finds the recipients. With `startAfter` the job waits
 * until then, and recallMessage() may take the message back.
 */
export function enqueueMessage(
  tx: Tx,
  { kind }: MessageContribution,
  request: MessageRequest,
  options: { readonly startAfter?: Date } = {},
): Promise<void> {
  return portOf(tx).enqueue(tx, kind, request, options);
}

/** Takes back a message that has not been fanned out: nobody is sent it. */
export function recallMessage(tx: Tx, { kind }: MessageContribution, request: MessageRequest): Promise<void> {
  return portOf(tx).recall(tx, kind, request);
}

/** A letter that will never arrive; `reason` in codes, without addresses. */
export class PermanentFailure extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** The recipient of a letter is no recipient of its message any more. */
export class NoLongerWanted extends PermanentFailure {
  constructor() {
    super('NO_LONGER_WANTED');
  }
}

function portOf({ registry }: Tx): MessagePort {
  if (registry.messagePort !== undefined) return registry.messagePort;
  throw new Error('No domain of this product delivers messages: add `messagePorts` to a manifest.');
}
