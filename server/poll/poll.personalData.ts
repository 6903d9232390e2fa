import { type ConditionalTreatment, keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** While a poll is not counted, an empty row of Person keeps roll and count right; afterwards the counts are stored. */
const untilCounted: readonly ConditionalTreatment[] = [
  { does: 'KEEP', when: 'exists (select from poll p where p.id = t.poll_id and p.counted_at is null)' },
  { does: 'DELETE' },
];

/** What an erasure does with the data of this domain. */
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
