import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { BoothDocument } from '../gql/graphql.ts';
import { useCasting } from './useCasting.ts';
import { usePaper } from './usePaper.ts';

/** State of the booth: take the ballot, fill it in, cast it. The progress is read from the stored ballot. */
export function useBooth(id: () => string) {
  const { textOf, failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(BoothDocument, () => ({ id: id() }));
  const poll = computed(() => result.value?.poll ?? null);
  const { setback, isLooking, ...own } = usePaper(id);
  const { trouble, ...casting } = useCasting(
    () => poll.value,
    () => ({ key: own.key.value, paper: own.paper.value }),
  );
  return {
    poll,
    ...own,
    ...casting,
    booth: computed(() => poll.value?.booth ?? null),
    isLoading: computed(() => (loading.value && !poll.value) || isLooking.value),
    isMissing: computed(() => !loading.value && !poll.value && isNotFound(error.value)),
    loadFailure: computed(() => (error.value && !poll.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
    /** Text of the reason why the last step failed. */
    refusal: computed(() => {
      const code = trouble.value ?? setback.value;
      return code ? textOf(code) : null;
    }),
  };
}
