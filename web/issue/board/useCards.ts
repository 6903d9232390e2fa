import { useApolloClient } from '@vue/apollo-composable';
import { ref, shallowRef, watch } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import type { Failure } from '../../ui/failure.ts';
import { BoardDocument } from '../../gql/graphql.ts';
import { mergeCards, type Cards } from '../cards.ts';

const pageSize = 50;
const mostCards = 500;

/** Cards of a town, read page by page; `ags` is undefined until it is known. */
export function useCards(ags: () => string | undefined) {
  const { client } = useApolloClient();
  const { failureOf } = useErrorTexts();
  const cards = shallowRef<Cards>(new Map());
  const isLoading = ref(true);
  const failure = shallowRef<Failure | null>(null);

  const loadPage = async (town: string, after: string | null) => {
    const variables = { ags: town, first: pageSize, after };
    const { data } = await client.query({ query: BoardDocument, variables, fetchPolicy: 'no-cache' });
    return data.municipality?.issues;
  };
  const load = async () => {
    const town = ags();
    if (!town) return;
    failure.value = null;
    try {
      let after: string | null = null;
      do {
        const page = await loadPage(town, after);
        cards.value = mergeCards(cards.value, page?.edges.map(({ node }) => node) ?? []);
        after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after && cards.value.size < mostCards);
    } catch (error) {
      failure.value = failureOf(error);
    }
    isLoading.value = false;
  };
  watch(ags, load, { immediate: true });
  return { cards, isLoading, failure, load };
}
