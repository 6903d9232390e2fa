import { defineEvent } from '../../kernel/events.ts';
import { defineQueue } from '../../kernel/queue.ts';

/** The town changed which messages leave by SMS, what they may cost, or the sender. */
export const smsSettingsChanged = defineEvent<{ readonly municipalityId: string }>('notification.smsSettingsChanged');
/** A person proved to have a number; proves the consent. */
export const numberConfirmed = defineEvent<{ readonly personId: string }>('notification.numberConfirmed');
export const numberRemoved = defineEvent<{ readonly personId: string }>('notification.numberRemoved');

/** Runs three days after a number was added, and deletes it if nobody confirmed it. */
export const dropNumber = defineQueue<{ readonly contactId: string }>('notification.dropNumber');
