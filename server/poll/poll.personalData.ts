import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import { untilCounted } from './poll.erasure.rules.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const pollPersonalData: PersonalData = {
  Poll: keepTownData('Polls are made by the town hall.', 'title', 'description', 'variants'),
  Question: keepTownData('Polls are made by the town hall.', 'text', 'runOff'),
  PollOption: keepTownData('Polls are made by the town hall.', 'label'),
  PollOutcome: keepTownData('Polls are made by the town hall.', 'body', 'html', 'excerpt', 'resolutionUrl'),
  TextAnswer: keepTownData('Anonymous since the close: nobody knows who wrote it.', 'text'),
  Elector: { because: 'Votes stay: the electorate is fixed until the count.', columns: { person: untilCounted } },
  Participation: { because: 'Votes stay: the turnout is counted until the close.', columns: { person: untilCounted } },
  Ballot: {
    because: 'Votes stay: a ballot is counted at the close and deleted then.',
    columns: { person: untilCounted, texts: 'KEEP' },
  },
};

/** Why the rows of this domain stay. */
export const pollRetention: Retention = {
  stays: {
    RECORD: ['Poll', 'Question', 'PollOption', 'PollOutcome', 'TextAnswer'],
    VOTE: ['Elector', 'Participation', 'Ballot'],
  },
};
