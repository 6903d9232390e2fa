import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

interface TownFacts {
  readonly municipalityId: string;
}
interface ProofFacts extends TownFacts {
  readonly personId: string;
}
interface BatchFacts extends TownFacts {
  readonly batchId: string;
  readonly letters: number;
}

export const letterRequested = defineEvent<ProofFacts>('residence.letterRequested');
/** The wish was taken back, or the town hall declined it. */
export const letterRequestDropped = defineEvent<ProofFacts>('residence.letterRequestDropped');
export const lettersCreated = defineEvent<BatchFacts>('residence.lettersCreated');
export const lettersVoided = defineEvent<BatchFacts>('residence.lettersVoided');
/** Somebody entered the code of their letter. */
export const codeRedeemed = defineEvent<ProofFacts>('residence.codeRedeemed');
/** The addressee's newer letter was redeemed by somebody else: this account has no proof any more. */
export const proofMoved = defineEvent<ProofFacts>('residence.proofMoved');
/** The town hall took it back. */
export const proofEnded = defineEvent<ProofFacts>('residence.proofEnded');
/** Somebody of the town hall saw the identity card. */
export const residenceConfirmed = defineEvent<ProofFacts>('residence.confirmed');

/** Due long after a wish that nobody has dealt with: an address does not lie about for ever. */
export const forgetLetterRequest = defineQueue<{ readonly personId: string; readonly requestedAt: string }>(
  'residence.forgetLetterRequest',
);
