import { defineEvent } from '../kernel/events.ts';
import type { DeliveryMode } from '../kernel/message.ts';
import type { Interest } from '../kernel/names.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface MessageFacts {
  readonly messageId: string;
}
export interface TownFacts {
  readonly municipalityId: string;
}
export interface InboxReadFacts {
  readonly personId: string;
  /** Ids of the opened messages; null: all messages. */
  readonly messageIds: readonly string[] | null;
}
export interface PreferenceFacts {
  readonly recipientId: string;
  readonly interest: Interest;
  /** Group of the interest GROUP; null for all others. */
  readonly groupId: string | null;
  readonly channel: string;
  readonly mode: DeliveryMode;
}

/** A message was delivered to the inboxes of a batch of recipients and queued for their other channels. */
export const messageSpread = defineEvent<MessageFacts>('notification.messageSpread');
export const inboxRead = defineEvent<InboxReadFacts>('notification.inboxRead');
/** A recipient chose when messages of an interest come by a channel; proves the consent to mails or its withdrawal. */
export const preferenceChanged = defineEvent<PreferenceFacts>('notification.preferenceChanged');

/** Bundles the deliveries of a town that are held until a digest; `dueAt`: time of the digest, ISO 8601. */
export interface DigestJob {
  readonly municipalityId: string;
  readonly dueAt: string;
}
export const bundleDigest = defineQueue<DigestJob>('notification.digest');

/** Lets deliveries leave that quiet hours held; `dueAt`: end of the quiet hours, ISO 8601. */
export interface ReleaseJob {
  readonly dueAt: string;
}
export const releaseHeld = defineQueue<ReleaseJob>('notification.release');

/** Runs when receipts of the deliveries that a job sends are due: those without one become UNKNOWN. */
export const findMissingReceipts = defineQueue<{ readonly channel: string }>('notification.missingReceipts');

/** The person let messages come to a browser; proves the consent. */
export const deviceAdded = defineEvent<{ readonly personId: string }>('notification.deviceAdded');
export const deviceRemoved = defineEvent<{ readonly personId: string }>('notification.deviceRemoved');

/** The person named a contact, or chose whether emergency messages, or those that do not arrive elsewhere, reach it. */
export const contactChanged = defineEvent<{ readonly personId: string }>('notification.contactChanged');
/** The person chose quiet hours, or nothing but emergency messages. */
export const quietHoursChanged = defineEvent<{ readonly personId: string }>('notification.quietHoursChanged');
/** The town hall sent a probe of emergency messages to its own people. */
export const deliveryCheckSent = defineEvent<{ readonly municipalityId: string }>('notification.deliveryCheckSent');
/** Somebody without an account asked to follow groups by e-mail; the owner of the address has not confirmed yet. */
export const groupsAsked = defineEvent<{ readonly municipalityId: string; readonly consentId: string }>(
  'notification.groupsAsked',
);
/** Topic of the delivery report of a message. */
export const deliveryTopic = { name: 'delivery', id: ({ messageId }: MessageFacts) => messageId };

/** Topic of how fast the messages of a town leave. */
export const sendingTopic = { name: 'sending', id: ({ municipalityId }: TownFacts) => municipalityId };

/** Topic of a person's inbox. */
export const inboxTopic = { name: 'inbox', id: ({ personId }: { readonly personId: string }) => personId };

/** Job that creates deliveries of a message. */
interface SpreadJob extends MessageFacts {
  /** Last recipient of the batch before; absent: none. */
  readonly after?: string;
  /** The one recipient of the job; absent: the next batch of all. */
  readonly only?: string;
}
export const spreadMessage = defineQueue<SpreadJob>('notification.spread');
/** Queue of emergency messages: a batch of another message that is being written does not delay them. */
export const spreadEmergency = defineQueue<SpreadJob>('notification.spread.EMERGENCY');
