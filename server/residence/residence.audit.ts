import type { AuditContribution } from '../kernel/audit.ts';
import {
  codeRedeemed,
  letterRequestDropped,
  letterRequested,
  lettersCreated,
  lettersVoided,
  proofEnded,
  proofMoved,
  residenceConfirmed,
} from './residence.events.ts';

export const residenceAudit: AuditContribution = {
  topics: { RESIDENCE: 'Proofs of residence; never who asked for a letter or redeemed one.' },
  sentences: [
    {
      kind: 'RESIDENCE_CONFIRMED',
      topic: 'RESIDENCE',
      event: residenceConfirmed,
      description: 'Somebody proved at the counter that they live in the town.',
    },
    {
      kind: 'RESIDENCE_ENDED',
      topic: 'RESIDENCE',
      event: proofEnded,
      description: 'A proof of residence was taken back.',
    },
    {
      kind: 'LETTERS_CREATED',
      topic: 'RESIDENCE',
      event: lettersCreated,
      description: 'Letters with codes were printed.',
    },
    { kind: 'LETTERS_VOIDED', topic: 'RESIDENCE', event: lettersVoided, description: 'Letters were declared void.' },
  ],
  notAudited: [letterRequested, letterRequestDropped, codeRedeemed, proofMoved],
};
