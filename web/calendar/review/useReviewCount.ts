import { useQuery } from '@vue/apollo-composable';
import { computed, type ComputedRef } from 'vue';
import { ReviewCountDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useReviewLive } from './useReviewLive.ts';

/** Number of posts and events that wait for approval, live; 0 for people who do not review. */
export function useReviewCount(): ComputedRef<number> {
  const { ags, hasRole, uses } = useTown();
  const { result, refetch } = useQuery(
    ReviewCountDocument,
    () => ({ ags: ags.value, posts: uses('POSTS'), events: uses('CALENDAR') }),
    () => ({ enabled: hasRole('EDITOR', 'ADMIN'), fetchPolicy: 'cache-and-network' }),
  );
  useReviewLive(refetch);
  return computed(() => {
    const { postsInReview, eventsInReview } = result.value?.municipality ?? {};
    return (postsInReview?.totalCount ?? 0) + (eventsInReview?.totalCount ?? 0);
  });
}
