import type { PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const ideaPersonalData: PersonalData = {
  Idea: {
    because: 'An idea that others support stays without its author, unless the person wants the words to go.',
    of: ['author'],
    columns: {
      author: 'UNLINK',
      title: { does: 'REDACT', onWish: true, to: "'–'" },
      text: { does: 'REDACT', onWish: true, to: "'–'" },
      agendaUrl: 'KEEP',
      answer: 'KEEP',
    },
  },
  IdeaSupport: {
    because: 'Support was given and counts, so the stored number stays; the name of the supporter goes.',
    columns: { person: 'DELETE' },
  },
};

/** Why the rows of this domain stay. */
export const ideaRetention: Retention = {
  stays: { RECORD: ['Idea'], ACCOUNT: ['IdeaSupport'], PARENT: ['CouncilTask'], TOWN: ['IdeaThreshold'] },
};
