import { useQuery } from '@vue/apollo-composable';
import { computed, type ComputedRef } from 'vue';
import { ReviewCountDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';

/** Number of posts that wait for approval; 0 for people who do not review. */
export function useReviewCount(): ComputedRef<number> {
  const { ags, hasRole } = useTown();
  const { result } = useQuery(
    ReviewCountDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: hasRole('EDITOR', 'ADMIN'), fetchPolicy: 'cache-and-network' }),
  );
  return computed(() => result.value?.municipality?.postsInReview?.totalCount ?? 0);
}
