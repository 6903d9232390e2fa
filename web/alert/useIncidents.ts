import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import type { IncidentRowFragment, IncidentsQueryVariables } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';

/** Most incidents of each list. */
const pageSize = 10;

/** Answer of a query for a page of incidents; `Entry` is what it asks of each. */
interface Page<Entry> {
  readonly municipality?: {
    readonly incidents?: { readonly edges: readonly { readonly node: Entry }[] } | null;
  } | null;
}

/** Incidents of a town, the newest first: what goes on or waits, and what is over. `document`: the query to ask. */
export function useIncidents<Entry extends IncidentRowFragment>(
  document: TypedDocumentNode<Page<Entry>, IncidentsQueryVariables>,
  ags: () => string,
) {
  const { failureOf } = useErrorTexts();
  const ask = (isOpen: boolean) =>
    useQuery(document, () => ({ ags: ags(), isOpen, first: pageSize }), { fetchPolicy: 'cache-and-network' });
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
