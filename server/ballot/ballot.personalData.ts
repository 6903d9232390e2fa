import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

const unlinked = 'Nothing links a ballot to a person.';

/** What an erasure does with the data of this domain. */
export const ballotPersonalData: PersonalData = {
  BallotRoll: {
    because: 'Nobody may get a second ballot while the poll is open; afterwards the number of ballots is stored.',
    columns: {
      person: [
        { does: 'KEEP', when: 'exists (select from poll p where p.id = t.poll_id and p.counted_at is null)' },
        { does: 'DELETE' },
      ],
      blindedHash: 'KEEP',
    },
  },
  Booth: keepTownData('Text and keys of a poll.', 'text', 'textHash', 'ballotKey', 'receiptKey', 'root'),
  Envelope: keepTownData(unlinked, 'slot', 'ciphertext'),
  BulletinBallot: keepTownData(unlinked, 'keyHash', 'key', 'randomizer', 'token', 'choices', 'signature'),
};
