import { byStaff, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const residencePersonalData: PersonalData = {
  ResidenceProof: {
    because: 'A proof of residence belongs to one account.',
    columns: { person: 'DELETE', confirmedBy: byStaff },
  },
  LetterRequest: { because: 'Without an account there is nothing to prove.', columns: { person: 'DELETE' } },
  LetterBatch: { because: 'The office answers for printed letters.', columns: { createdBy: byStaff } },
  ResidenceLetter: {
    because: 'Keyed hashes of a printed letter that name no account; they end with the batch.',
    columns: { codeHash: 'KEEP', addresseeHash: 'KEEP' },
  },
  'residence.forgetLetterRequest': {
    because: 'The request is deleted already.',
    columns: { personId: 'DELETE' },
  },
};

/** Why the rows of this domain stay. */
export const residenceRetention: Retention = {
  stays: {
    ACCOUNT: ['ResidenceProof'],
    OWN_JOB: ['LetterRequest'],
    RECORD: ['LetterBatch'],
    PARENT: ['ResidenceLetter'],
  },
};
