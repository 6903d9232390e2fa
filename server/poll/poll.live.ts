import { announce, on } from '../kernel/events.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { Poll, type PollOption, type Question } from './poll.entity.ts';
import { pollClosed, pollOpened } from './poll.events.ts';
import { type HiddenReason, reasonToHide, resultsAudience } from './poll.rules.ts';
import { readStanding } from './poll.standing.service.ts';

/** What a reader of results gets: counts, or why there are none. */
export type Results =
  | { poll: Poll; turnout: number; cursor: string; isFinal: boolean; questions: QuestionResult[] }
  | { poll: Poll; turnout: number; cursor: string; hiddenBecause: HiddenReason };
export interface QuestionResult {
  question: Question;
  options: { option: PollOption; votes: number }[];
}

export const pollResults = defineTopic({
  name: 'pollResults',
  kind: 'state',
  conflateMs: 100,
  id: (args: { pollId: string }) => args.pollId,
  audience: async (ctx, { pollId }) => {
    const standing = await readStanding(ctx, pollId);
    return resultsAudience(standing, standing);
  },
  read: async (ctx, { pollId }, audience, { cursor }): Promise<Results> => {
    const poll = await ctx.em.findOneOrFail(Poll, pollId, { populate: ['questions.options'], refresh: true });
    const { turnout } = poll;
    const hiddenBecause = reasonToHide(audience, poll);
    if (hiddenBecause !== undefined) return { poll, turnout, cursor, hiddenBecause };
    const questions = poll.questions.getItems().map((question) => ({
      question,
      options: question.options.getItems().map((option) => ({ option, votes: option.votes })),
    }));
    return { poll, turnout, cursor, isFinal: poll.closedAt != null, questions };
  },
});

for (const event of [pollOpened, pollClosed]) {
  on(event, (tx, { facts }) => {
    announce(tx, pollResults, facts);
  });
}
