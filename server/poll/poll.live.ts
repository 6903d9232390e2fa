import { limitAudience, readAudience } from '../group/group.audience.service.ts';
import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { type PollCounts, readCounts } from './poll.counts.service.ts';
import { pollClosed, pollConfirmed, pollCounted, type PollFacts, pollOpened, turnoutMoved } from './poll.events.ts';
import { readStanding } from './poll.standing.service.ts';
import {
  type HiddenReason,
  reasonToHide,
  type ResultsAudience,
  resultsAudience,
  resultsAudiences,
} from './poll.visibility.rules.ts';

/** Results as one audience may see them: counts, or the reason why they are hidden. */
export type Results = Pick<PollCounts, 'poll' | 'turnout'> & { readonly cursor: string } & (
    Pick<PollCounts, 'questions' | 'isFinal'> | { readonly hiddenBecause: HiddenReason }
  );

export const pollResults = defineTopic({
  name: 'pollResults',
  kind: 'state',
  conflateMs: 100,
  id: (args: { pollId: string }) => args.pollId,
  audience: async (ctx, { pollId }) => {
    const standing = await readStanding(ctx, pollId);
    return limitAudience(resultsAudience(ctx.actor, standing), standing.isSeenUntil);
  },
  read: async (ctx, { pollId }, limited, { cursor }): Promise<Results> => {
    const named = await readAudience(ctx, limited);
    const audience = resultsAudiences.find((one) => one === named) ?? 'reader';
    return resultsFor(await readCounts(ctx, pollId), audience, cursor);
  },
});

export const pollListeners = [
  on(pollOpened, tell),
  on(pollClosed, tell),
  on(pollCounted, tell),
  on(pollConfirmed, tell),
  on(turnoutMoved, tell),
];

function tell(tx: Tx, { facts }: DomainEvent<PollFacts>): void {
  announce(tx, pollResults, facts);
}

function resultsFor(counts: PollCounts, audience: ResultsAudience, cursor: string): Results {
  const { poll, turnout, questions, isFinal } = counts;
  const hiddenBecause = reasonToHide(audience, counts);
  return { poll, turnout, cursor, ...(hiddenBecause === undefined ? { questions, isFinal } : { hiddenBecause }) };
}
