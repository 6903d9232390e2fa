import type { PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const recipientPersonalData: PersonalData = {
  // The row itself is deleted last, like that of Person.
  Recipient: { because: 'Nothing is sent to the person any more.', columns: { person: 'DELETE' } },
  Contact: { because: 'Nothing is sent to the address any more.', columns: { recipient: 'DELETE' } },
  Consent: {
    because: 'A consent is proved as long as messages are sent; after an erasure none are.',
    columns: { recipient: 'DELETE' },
  },
  Suppression: {
    because:
      'A keyed hash by which the installation keeps sending nothing to an address that refused or returned messages; the address cannot be read from it.',
    columns: { addressHash: 'KEEP', because: 'KEEP' },
  },
  'recipient.forgetRecipient': {
    because: 'The recipient is deleted already.',
    columns: { recipientId: 'DELETE' },
  },
};

/** Why the rows of this domain stay. */
export const recipientRetention: Retention = {
  stays: { RECIPIENT: ['Recipient', 'Contact', 'Consent'], PROOF: ['Suppression'] },
};
