import { useApolloClient } from '@vue/apollo-composable';
import { ref, watch } from 'vue';
import { BoardOverdueDocument } from '../../gql/graphql.ts';
import { useSoon } from '../../shared/useSoon.ts';
import type { BoardFilter } from './boardFilter.ts';

interface Wish {
  /** Key of the town; undefined until it is known. */
  readonly ags: () => string | undefined;
  readonly filter: () => BoardFilter;
}

/** Number of overdue reports that pass the other conditions of the filter; null until it is known. */
export function useOverdue({ ags, filter }: Wish) {
  const { client } = useApolloClient();
  const count = ref<number | null>(null);
  const variables = () => ({ ags: ags() ?? '', filter: { ...filter(), overdue: true } });
  const keyOf = () => (ags() === undefined ? null : JSON.stringify(variables()));
  const read = async () => {
    const key = keyOf();
    if (key === null) return;
    const query = { query: BoardOverdueDocument, variables: variables(), fetchPolicy: 'no-cache' as const };
    const answer = await client.query(query).catch(() => null); // the next change asks again
    const counts = answer?.data.municipality?.issueCounts;
    if (counts && key === keyOf()) count.value = counts.reduce((sum, one) => sum + one.count, 0);
  };
  watch(keyOf, () => void read(), { immediate: true });
  return {
    count,
    /** Counts once for all recent changes. */
    countSoon: useSoon(() => void read(), 1000, 2000),
  };
}
