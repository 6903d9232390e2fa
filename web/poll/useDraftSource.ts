import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { PollDraftDocument } from '../gql/graphql.ts';

/** Poll in the address with which the form begins: to be edited or copied; none: an empty form. */
export function useDraftSource() {
  const { failureOf } = useErrorTexts();
  const route = useRoute();
  const isRevision = computed(() => route.name === 'editPoll');
  const id = computed(() => String((isRevision.value ? route.params.id : route.query.copy) ?? ''));
  const { result, loading, error, refetch } = useQuery(
    PollDraftDocument,
    () => ({ id: id.value }),
    () => ({ enabled: id.value !== '', fetchPolicy: 'no-cache' }),
  );
  const poll = computed(() => (id.value ? (result.value?.poll ?? null) : null));
  return {
    poll,
    isRevision,
    isLoading: computed(() => loading.value && !poll.value),
    isMissing: computed(() => !poll.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !poll.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}
