import { defineEvent } from '../../kernel/events.ts';

/** Documents by which the identity of a person is checked at the counter. */
export const seenDocuments = ['ID_CARD', 'PASSPORT', 'OTHER_DOCUMENT'] as const;
export type SeenDocument = (typeof seenDocuments)[number];

interface CounterFacts {
  readonly personId: string;
  readonly municipalityId: string;
  /** How the identity of the person was checked. */
  readonly seen: SeenDocument;
}

/** The town hall handed a person an export of the data. */
export const dataHandedOut = defineEvent<CounterFacts>('privacy.dataHandedOut');
/** The town hall asked for the erasure of an account on behalf of the person. */
export const erasureAskedAtCounter = defineEvent<CounterFacts>('privacy.erasureAskedAtCounter');
