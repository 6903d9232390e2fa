import { authorize } from '../kernel/errors.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { reviewQueueTopic } from './group.events.ts';
import { canReview } from './group.review.rules.ts';

export interface ReviewQueueUpdate {
  readonly cursor: string;
}

/** Notifies the reviewers of a town that something began or ended to wait; queries answer which objects wait for whom. */
export const reviewQueue = defineTopic({
  ...reviewQueueTopic,
  kind: 'state',
  conflateMs: 250,
  audience: ({ actor }, { municipalityId }) => {
    authorize(canReview(actor, municipalityId));
    return Promise.resolve('reviewers' as const);
  },
  read: (_ctx, _args, _audience, { cursor }): Promise<ReviewQueueUpdate> => Promise.resolve({ cursor }),
});
