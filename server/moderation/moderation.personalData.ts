import { byStaff, type PersonalData } from '../kernel/personalData.ts';

const wordsOfAuthor = { does: 'REDACT', of: 'author', onWish: true } as const;

/** Treatment of the data of this domain when somebody is erased. */
export const moderationPersonalData: PersonalData = {
  Notice: {
    because:
      'The notice stays without the person who sent it and without the words of this person, because it asked for a decision.',
    of: ['notifier'],
    columns: { notifier: 'UNLINK', author: 'UNLINK', text: 'REDACT', quote: wordsOfAuthor },
  },
  NoticeDecision: {
    because: 'The town hall answers for what it decided.',
    of: ['author'],
    columns: { author: 'UNLINK', quote: wordsOfAuthor, statement: 'KEEP', decidedBy: byStaff },
  },
};
