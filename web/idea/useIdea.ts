import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed, watch } from 'vue';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { IdeaDocument, IdeaHeadFragmentDoc, IdeaLiveDocument } from '../gql/graphql.ts';
import { useLive } from '../shared/live.ts';

/** One idea with a live number of supporters. */
export function useIdea(id: () => string) {
  const { failureOf } = useErrorTexts();
  const { client } = useApolloClient();
  const { result, loading, error, refetch } = useQuery(IdeaDocument, () => ({ id: id() }), {
    fetchPolicy: 'cache-and-network',
  });
  const idea = computed(() => result.value?.idea ?? null);
  const live = useLive({
    document: IdeaLiveDocument,
    variables: () => (idea.value ? { ideaId: idea.value.id } : null),
    cursorOf: (data) => data.ideaSupport.cursor,
    onMessage: ({ ideaSupport: { idea: head } }) => {
      client.cache.writeFragment({
        id: client.cache.identify({ __typename: 'Idea', id: head.id }),
        fragment: IdeaHeadFragmentDoc,
        fragmentName: 'IdeaHead',
        data: head,
      });
    },
  });
  // A new state changes what the viewer may do and what the town hall says, so the idea is read again.
  watch(
    () => idea.value?.state,
    (state, before) => {
      if (state && before) void refetch();
    },
  );
  return {
    idea,
    live,
    isLoading: computed(() => loading.value && !idea.value),
    isMissing: computed(() => !loading.value && !idea.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !idea.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}
