import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { useErrorTexts } from '../shared/errors.ts';
import { TownMapDocument } from '../gql/graphql.ts';
import { readTown } from './townMap.ts';

/** Data for the map of the town in the address; read once, because boundaries do not change. */
export function useTownMap() {
  const route = useRoute();
  const { failureOf } = useErrorTexts();
  const { result, error, refetch } = useQuery(TownMapDocument, () => ({ ags: String(route.params.ags) }), {
    fetchPolicy: 'cache-first',
  });
  return {
    town: computed(() => readTown(result.value?.municipality)),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
