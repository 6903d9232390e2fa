import { useApolloClient } from '@vue/apollo-composable';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { FindIssuesDocument, type FindIssuesQueryVariables, type FoundIssueFragment } from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import type { Failure } from '../../ui/failure.ts';

/** Variables of a search, without those of its pages. */
export type SearchWish = Pick<FindIssuesQueryVariables, 'ags' | 'filter' | 'stages'>;

interface Answer {
  readonly key: string;
  readonly issues: readonly FoundIssueFragment[];
  readonly count: number;
  /** Cursor of the next page; null: there is none. */
  readonly cursor: string | null;
}

const fetchPolicy = 'no-cache';

/**
 * Searches reports on the server whenever the wish has not changed for `waitMs` milliseconds. Results of an earlier wish
 * are never shown for the current one, because Enter opens the first result.
 */
export function useIssueSearch(wish: () => SearchWish | null, first: number, waitMs = 0) {
  const { client } = useApolloClient();
  const { failureOf } = useErrorTexts();
  const answer = shallowRef<Answer | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoadingMore = ref(false);
  const key = computed(() => JSON.stringify(wish()));
  const current = computed(() => (answer.value?.key === key.value ? answer.value : null));

  const read = async (wished: SearchWish, before: Answer | null): Promise<void> => {
    const asked = key.value;
    failure.value = null;
    const variables = { ...wished, first, after: before?.cursor ?? null };
    try {
      const { data } = await client.query({ query: FindIssuesDocument, variables, fetchPolicy });
      const page = data.municipality?.issues;
      answer.value = {
        key: asked,
        issues: [...(before?.issues ?? []), ...(page?.edges.map(({ node }) => node) ?? [])],
        count: data.municipality?.issueCounts?.reduce((sum, { count }) => sum + count, 0) ?? 0,
        cursor: page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null,
      };
    } catch (error) {
      if (asked === key.value) failure.value = failureOf(error);
    }
  };
  const load = () => {
    const wished = wish();
    if (wished) void read(wished, null);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    key,
    () => {
      clearTimeout(timer);
      failure.value = null;
      timer = setTimeout(load, waitMs);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return {
    issues: computed(() => current.value?.issues ?? []),
    /** Number of all results; null until it is known. */
    count: computed(() => current.value?.count ?? null),
    isLoading: computed(() => wish() !== null && current.value === null && failure.value === null),
    failure,
    hasMore: computed(() => (current.value?.cursor ?? null) !== null),
    isLoadingMore,
    retry: load,
    loadMore: async () => {
      const wished = wish();
      if (!wished || !current.value || isLoadingMore.value) return;
      isLoadingMore.value = true;
      await read(wished, current.value);
      isLoadingMore.value = false;
    },
  };
}
