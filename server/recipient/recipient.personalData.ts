import type { PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/**
 * SQL condition over the row `t`: it belongs neither to an office, whose address a member of staff may share, nor to the
 * account of somebody else.
 */
const notOfOthers = `not exists (select from recipient r where r.id = t.recipient_id and (r.origin = 'OFFICE' or (
  r.person_id is not null and r.person_id::text not in (select value from erasing where kind = 'person'))))`;
/** SQL condition over the row `t`: it is about an address of the subject. */
const isOwnAddress = "t.address_hash in (select value from erasing where kind = 'addressHash')";

/** Treatment of the data of this domain when somebody is erased. */
export const recipientPersonalData: PersonalData = {
  // The row itself is deleted last, like that of Person.
  Recipient: { because: 'Nothing is sent to the person any more.', columns: { person: 'DELETE' } },
  Contact: {
    because: 'Nothing is sent to the address any more.',
    // Other addresses of the recipient may have been added by whoever held its link.
    exports: `(t.channel <> 'EMAIL' or ${isOwnAddress}) and ${notOfOthers}`,
    columns: { recipient: 'DELETE', addressHash: { does: 'DELETE', when: notOfOthers } },
  },
  Consent: {
    because: 'A consent is proved as long as messages are sent; after an erasure none are.',
    exports: `(t.address_hash = '' or ${isOwnAddress}) and ${notOfOthers}`,
    columns: { recipient: 'DELETE', addressHash: { does: 'DELETE', when: notOfOthers } },
  },
  EmergencyChoice: {
    because: 'Nothing is sent to the person any more.',
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
  stays: { RECIPIENT: ['Recipient', 'Contact', 'Consent', 'EmergencyChoice'], PROOF: ['Suppression'] },
};
