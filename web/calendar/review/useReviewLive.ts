import { ReviewQueueLiveDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { type Live, useLive } from '../../shared/live.ts';
import { onceMore } from '../../shared/onceMore.ts';

/** Reads again whenever something begins or ends to wait for approval, for reviewers of the town. */
export function useReviewLive(read: () => Promise<unknown> | undefined): Live {
  const { town, hasRole } = useTown();
  return useLive({
    document: ReviewQueueLiveDocument,
    variables: () => (town.value && hasRole('EDITOR', 'ADMIN') ? { municipalityId: town.value.id } : null),
    cursorOf: (data) => data.reviewQueue.cursor,
    onMessage: onceMore(read),
  });
}
