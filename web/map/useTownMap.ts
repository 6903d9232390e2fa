import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../errors.ts';
import { TownMapDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { readTown } from './townMap.ts';

/** What the map of this town is drawn from; read once, for boundaries do not move. */
export function useTownMap() {
  const { ags } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, error, refetch } = useQuery(TownMapDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'cache-first',
  });
  return {
    town: computed(() => readTown(result.value?.municipality)),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
