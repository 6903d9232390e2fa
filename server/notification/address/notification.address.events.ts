import { defineEvent } from '../../kernel/events.ts';
import { defineQueue } from '../../kernel/queue.ts';

/** The town's address for replies was confirmed, or removed. */
export const replyToChanged = defineEvent<{ readonly municipalityId: string }>('notification.replyToChanged');
/** An operator changed the sender's address of the town's mails. */
export const fromAddressChanged = defineEvent<{ readonly municipalityId: string }>('notification.fromAddressChanged');

/** Runs three days after a code was sent to an address for replies, and deletes the address if nobody confirmed it. */
export const dropReplyTo = defineQueue<{ readonly contactId: string }>('notification.dropReplyTo');
