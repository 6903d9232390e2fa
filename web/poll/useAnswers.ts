import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { PollAnswersDocument } from '../gql/graphql.ts';

/** Free texts for a question of an ended poll, for its editors. */
export function useAnswers(questionId: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(PollAnswersDocument, () => ({ id: questionId() }));
  const page = computed(() => (result.value?.node?.__typename === 'Question' ? result.value.node.answers : null));
  const loadMore = () =>
    fetchMore({
      variables: { after: page.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        if (before.node?.__typename !== 'Question' || next?.node?.__typename !== 'Question') return before;
        const known = before.node.answers;
        const more = next.node.answers;
        if (!known || !more) return before;
        return { ...next, node: { ...next.node, answers: { ...more, edges: [...known.edges, ...more.edges] } } };
      },
    });
  return {
    answers: computed(() => page.value?.edges.map(({ node }) => node.text) ?? []),
    hasMore: computed(() => page.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !page.value),
    failure: computed(() => (error.value && !page.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
