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
/** A request for a letter was withdrawn by the citizen or declined by the town hall. */
export const letterRequestDropped = defineEvent<ProofFacts>('residence.letterRequestDropped');
export const lettersCreated = defineEvent<BatchFacts>('residence.lettersCreated');
export const lettersVoided = defineEvent<BatchFacts>('residence.lettersVoided');
/** A person redeemed the code of a letter. */
export const codeRedeemed = defineEvent<ProofFacts>('residence.codeRedeemed');
/** The account lost its proof, because another account redeemed a newer letter to the same addressee. */
export const proofMoved = defineEvent<ProofFacts>('residence.proofMoved');
/** The town hall revoked the proof of a person. */
export const proofEnded = defineEvent<ProofFacts>('residence.proofEnded');
/** The town hall confirmed residence after seeing the identity card. */
export const residenceConfirmed = defineEvent<ProofFacts>('residence.confirmed');

/** Due `requestDays` after a request: deletes the request with its address if the town hall has not handled it. */
export const forgetLetterRequest = defineQueue<{ readonly personId: string; readonly requestedAt: string }>(
  'residence.forgetLetterRequest',
);
