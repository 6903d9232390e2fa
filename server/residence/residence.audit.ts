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
  topics: { RESIDENCE: 'Proofs of residence. Requests for letters and redeemed codes are not audited.' },
  sentences: [
    {
      kind: 'RESIDENCE_CONFIRMED',
      topic: 'RESIDENCE',
      event: residenceConfirmed,
      description: 'A person proved residence at the counter.',
    },
    {
      kind: 'RESIDENCE_ENDED',
      topic: 'RESIDENCE',
      event: proofEnded,
      description: 'The town hall revoked a proof of residence.',
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
