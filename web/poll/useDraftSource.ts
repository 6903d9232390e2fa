import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { PollDraftDocument } from '../gql/graphql.ts';

/** Poll in the address with which the form begins: to be edited or copied; none: an empty form. */
export function useDraftSource() {
  const route = useRoute();
  const isRevision = computed(() => route.name === 'editPoll');
  const id = computed(() => String((isRevision.value ? route.params.id : route.query.copy) ?? ''));
  return { isRevision, ...useDraftOf(() => id.value) };
}

/** Texts and rules of a stored poll. `id`: empty for none. */
export function useDraftOf(id: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    PollDraftDocument,
    () => ({ id: id() }),
    () => ({ enabled: id() !== '', fetchPolicy: 'no-cache' }),
  );
  const poll = computed(() => (result.value?.poll?.id === id() ? result.value.poll : null));
  return {
    poll,
    isLoading: computed(() => loading.value && !poll.value),
    isMissing: computed(() => !poll.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !poll.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}
