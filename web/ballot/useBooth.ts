import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { BoothDocument } from '../gql/graphql.ts';
import { useCasting } from './useCasting.ts';
import { usePaper } from './usePaper.ts';

/** One screen: take the ballot, fill it in, throw it in. What has happened is read from the paper on this device. */
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
    /** Why it did not work, in words. */
    refusal: computed(() => {
      const code = trouble.value ?? setback.value;
      return code ? textOf(code) : null;
    }),
  };
}
