import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { CheckAlertDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';

/** Alert of the open town to which a code belongs; an empty code asks nothing. */
export function useCheck(code: () => string) {
  const { town } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    CheckAlertDocument,
    () => ({ municipalityId: town.value?.id ?? '', code: code() }),
    () => ({ enabled: town.value !== null && code() !== '', fetchPolicy: 'no-cache' }),
  );
  const isAsked = computed(() => code() !== '' && !loading.value && !error.value && result.value !== undefined);
  return {
    found: computed(() => (isAsked.value ? (result.value?.checkAlert ?? null) : null)),
    isUnknown: computed(() => isAsked.value && result.value?.checkAlert == null),
    isLoading: computed(() => loading.value && code() !== ''),
    failure: computed(() => (error.value && code() !== '' ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
