import { useQuery } from '@vue/apollo-composable';
import { computed, watch, type ComputedRef } from 'vue';
import { ReviewCountDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useUnread } from '../../notification/useUnread.ts';

/** Number of posts that wait for approval; 0 for people who do not review. A message about a post asks for it again. */
export function useReviewCount(): ComputedRef<number> {
  const { ags, hasRole } = useTown();
  const unread = useUnread();
  const { result, refetch } = useQuery(
    ReviewCountDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: hasRole('EDITOR', 'ADMIN') }),
  );
  watch(unread, (_now, before) => {
    if (before !== null && hasRole('EDITOR', 'ADMIN')) void refetch();
  });
  return computed(() => result.value?.municipality?.postsInReview?.totalCount ?? 0);
}
