import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { useErrorTexts } from '../shared/errors.ts';
import { TownMapDocument } from '../gql/graphql.ts';
import { readTown } from './townMap.ts';

/** What the map of the town of the address is drawn from; read once, for boundaries do not move. */
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
