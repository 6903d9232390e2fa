import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import { untilCounted } from '../poll/poll.erasure.rules.ts';
import type { Retention } from '../kernel/retention.ts';

const unlinked = 'Nothing links a ballot to a person.';

/** Treatment of the data of this domain when somebody is erased. */
export const ballotPersonalData: PersonalData = {
  BallotRoll: {
    because: 'Nobody may get a second ballot while the poll is open; afterwards the number of ballots is stored.',
    columns: {
      person: untilCounted,
      blindedHash: 'KEEP',
    },
  },
  Booth: keepTownData('Text and keys of a poll.', 'text', 'textHash', 'ballotKey', 'receiptKey', 'root'),
  Envelope: keepTownData(unlinked, 'slot', 'ciphertext'),
  BulletinBallot: keepTownData(unlinked, 'keyHash', 'key', 'randomizer', 'token', 'choices', 'signature'),
};

/** Why the rows of this domain stay. */
export const ballotRetention: Retention = {
  stays: { VOTE: ['BallotRoll', 'Envelope'], RECORD: ['Booth', 'BulletinBallot'] },
};
