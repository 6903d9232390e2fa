import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { ResidenceDocument } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { useTown } from '../municipality/useTown.ts';

/** The viewer's proof of residence in this town. */
export function useResidence() {
  const { ags } = useTown();
  const { viewer } = useViewer();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    ResidenceDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: Boolean(viewer.value), fetchPolicy: 'cache-and-network' }),
  );
  return {
    residence: computed(() => result.value?.municipality?.viewerResidence ?? null),
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    reread: () => void refetch(),
  };
}
