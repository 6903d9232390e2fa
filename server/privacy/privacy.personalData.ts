import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const privacyPersonalData: PersonalData = {
  Erasure: { because: 'The wish is fulfilled.', columns: { person: 'DELETE' } },
  UnusedAccount: { because: 'There is no account any more.', columns: { person: 'DELETE' } },
  Tombstone: keepTownData(
    'A keyed hash by which a restored backup is searched; neither the person nor the address can be read from it.',
    'hmac',
  ),
  EndedSession: keepTownData('The hash of a random token that leads to nobody.', 'tokenHash'),
  'privacy.removeEmpty': {
    because: 'The empty row has a new id, which nobody knows.',
    columns: { emptyPersonId: 'KEEP' },
  },
};
