import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { ResidenceOfficeDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';

/** The town hall's open work on proofs of residence. */
export function useOffice() {
  const { ags, provesResidence } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    ResidenceOfficeDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: provesResidence.value, fetchPolicy: 'network-only' }), // addresses must not stay in a cache
  );
  return {
    office: computed(() => result.value?.municipality?.residenceOffice ?? null),
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    reread: () => void refetch(),
  };
}
