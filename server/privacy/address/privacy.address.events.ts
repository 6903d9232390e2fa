import { defineEvent } from '../../kernel/events.ts';

/** The owner of a contact without an account asks for the mail with which it takes or erases what is stored about it. */
export const addressDataAsked = defineEvent<{
  readonly municipalityId: string;
  readonly contactIds: readonly string[];
}>('privacy.addressDataAsked');
/** An address without an account was exported or erased; the event names nobody. */
export const addressExported = defineEvent<{ readonly municipalityId: string }>('privacy.addressExported');
export const addressErased = defineEvent<{ readonly municipalityId: string }>('privacy.addressErased');
