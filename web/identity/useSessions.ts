import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { EndOtherSessionsDocument, EndSessionDocument, SessionsDocument } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';

/** Browsers in which the person is signed in, the current one first. */
export function useSessions() {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(SessionsDocument, {}, { fetchPolicy: 'cache-and-network' });
  const ending = useSend(EndSessionDocument, (data) => data.endSession);
  const endingOthers = useSend(EndOtherSessionsDocument, (data) => data.endOtherSessions);
  return {
    sessions: computed(() =>
      (result.value?.viewer?.sessions ?? []).toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)),
    ),
    end: async (id: string) => (await ending.send({ id })) !== null,
    endOthers: async () => (await endingOthers.send({})) !== null,
    busy: computed(() => ending.busy.value || endingOthers.busy.value),
    failure: computed(() => ending.failure.value ?? endingOthers.failure.value),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
