import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { IncidentsDocument } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';

/** Most incidents of each list. */
const pageSize = 10;

/** Incidents of a town, the newest first: what goes on or waits, and what is over. */
export function useIncidents(ags: () => string) {
  const { failureOf } = useErrorTexts();
  const ask = (isOpen: boolean) =>
    useQuery(IncidentsDocument, () => ({ ags: ags(), isOpen, first: pageSize }), { fetchPolicy: 'cache-and-network' });
  const open = ask(true);
  const ended = ask(false);
  const listOf = ({ result }: typeof open) =>
    computed(() => result.value?.municipality?.incidents?.edges.map(({ node }) => node) ?? []);
  const openOnes = listOf(open);
  const endedOnes = listOf(ended);
  const isKnown = computed(() => open.result.value !== undefined);
  return {
    current: computed(() => openOnes.value.filter(({ state }) => state !== 'REFUSED')),
    past: endedOnes,
    isLoading: computed(() => open.loading.value && !isKnown.value),
    failure: computed(() => (open.error.value && !isKnown.value ? failureOf(open.error.value) : null)),
    retry: () => {
      void open.refetch();
      void ended.refetch();
    },
  };
}
