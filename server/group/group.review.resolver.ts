import { Arg, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { idOf } from '../kernel/ids.ts';
import { live } from '../kernel/live/live.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import { reviewQueue, type ReviewQueueUpdate } from './group.review.live.ts';

@ObjectType('ReviewQueueUpdate', { description: 'Something began or ended to wait for approval.' })
class ReviewQueueUpdateType {
  @field(() => StreamCursor, 'Cursor of this message, for `after`.')
  declare cursor: string;
}

@Resolver(() => ReviewQueueUpdateType)
export class ReviewQueueResolver {
  @Subscription(() => ReviewQueueUpdateType, {
    name: 'reviewQueue',
    description:
      'One message when something of the town begins or ends to wait for approval, at most four a second (editors and admins of the town). Clients then ask `Municipality.postsInReview` and `Municipality.eventsInReview` again.',
    ...live(reviewQueue, ({ municipalityId }: { municipalityId: string }) => ({
      municipalityId: idOf('Municipality', municipalityId),
    })),
  })
  watchReviewQueue(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) _municipalityId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the last message known.' })
    _after: string | null,
    @Root() update: ReviewQueueUpdate,
  ): ReviewQueueUpdate {
    return update;
  }
}
