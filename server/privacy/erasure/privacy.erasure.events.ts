import { defineEvent } from '../../kernel/events.ts';
import { defineQueue } from '../../kernel/queue.ts';

export interface ErasureFacts {
  readonly personId: string;
  readonly municipalityId: string;
}

/** A person asked for the erasure of the account. */
export const erasureRequested = defineEvent<ErasureFacts & { readonly erasureId: string }>('privacy.erasureRequested');
/** The person undid this with the link of the mail. */
export const erasureUndone = defineEvent<ErasureFacts>('privacy.erasureUndone');

/** Due when the erasure can no longer be undone; the handler compares the time with the database's clock. */
export const carryOutErasure = defineQueue<{ readonly erasureId: string }>('privacy.carryOut');
/** Due every day while an empty row of an erased account is needed; removes the row when its polls are counted. */
export const removeEmptyPerson = defineQueue<{ readonly emptyPersonId: string }>('privacy.removeEmpty');
