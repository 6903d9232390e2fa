import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

/** A recipient without an account has no contact any more, so nothing reaches it. */
export const recipientEnded = defineEvent<{ readonly recipientId: string }>('recipient.ended');

/** A recipient ended the emergencies of a town, or gets them again. */
export const emergenciesChosen = defineEvent<{
  readonly recipientId: string;
  readonly municipalityId: string;
  readonly isOn: boolean;
}>('recipient.emergenciesChosen');

/** Contacts were deleted, so nothing that waits for them can leave any more. */
export const contactsEnded = defineEvent<{ readonly contactIds: readonly string[] }>('recipient.contactsEnded');

/** Due three days after a consent was asked for by mail: deletes it if the owner of the address has not confirmed. */
export const forgetConsent = defineQueue<{ readonly consentId: string }>('recipient.forgetConsent');
/** Due a year after the end of a recipient without an account: deletes it with the proofs of its consents. */
export const forgetRecipient = defineQueue<{ readonly recipientId: string }>('recipient.forgetRecipient');
