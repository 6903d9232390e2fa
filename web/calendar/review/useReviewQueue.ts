import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import { ReviewQueueDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useReviewLive } from './useReviewLive.ts';
import { mergeWaiting } from './waiting.ts';

const pageSize = 20;
/** Maximum that the server answers of each list. */
const mostShown = 100;

/** Posts and events of the town that wait for approval, the longest wait first, live. */
export function useReviewQueue() {
  const { ags, hasRole, uses } = useTown();
  const { failureOf } = useErrorTexts();
  const isReviewer = computed(() => hasRole('EDITOR', 'ADMIN'));
  const first = ref(pageSize);
  const { result, loading, error, refetch } = useQuery(
    ReviewQueueDocument,
    () => ({ ags: ags.value, posts: uses('POSTS'), events: uses('CALENDAR'), first: first.value }),
    () => ({ enabled: isReviewer.value, fetchPolicy: 'cache-and-network', keepPreviousResult: true }),
  );
  const town = computed(() => result.value?.municipality ?? null);
  const all = computed(() => {
    const { postsInReview, eventsInReview } = town.value ?? {};
    const posts = postsInReview?.edges.map(({ node }) => node) ?? [];
    return mergeWaiting(posts, eventsInReview?.edges.map(({ node }) => node) ?? []);
  });
  const count = computed(
    () => (town.value?.postsInReview?.totalCount ?? 0) + (town.value?.eventsInReview?.totalCount ?? 0),
  );
  return {
    isReviewer,
    waiting: computed(() => all.value.slice(0, first.value)),
    hasMore: computed(() => count.value > first.value && first.value < mostShown),
    isLoading: computed(() => loading.value && !town.value),
    failure: computed(() => (error.value && !town.value ? failureOf(error.value) : null)),
    live: useReviewLive(refetch),
    refetch: () => void refetch(),
    loadMore: () => (first.value = Math.min(mostShown, first.value + pageSize)),
  };
}
