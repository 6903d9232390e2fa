import { useApolloClient } from '@vue/apollo-composable';
import { computed, ref, shallowRef, watch } from 'vue';
import { useErrorTexts } from '../../../shared/errors.ts';
import type { Failure } from '../../../ui/failure.ts';
import {
  PublicIssuesDocument,
  PublicIssuesLiveDocument,
  type PublicIssueFragment,
  type PublicIssuesLiveSubscription,
} from '../../../gql/graphql.ts';
import { useLive } from '../../../shared/live.ts';
import { applyUpdate, type Cards, mergeCards } from '../../cards.ts';
import { publicIssuesVariables } from '../../publicIssuesVariables.ts';

const mostShown = 500;
type PublicUpdate = PublicIssuesLiveSubscription['publicIssues'];

/** Public reports of a town, newest first, updated by a subscription. */
export function usePublicIssues(town: () => { id: string; ags: string } | null) {
  const { failureOf } = useErrorTexts();
  const readAll = usePages();
  const known = shallowRef<Cards<PublicIssueFragment>>(new Map());
  const isLoading = ref(true);
  const failure = shallowRef<Failure | null>(null);
  /** Changes that arrive while pages are read; applied afterwards, because the pages may be older. */
  let onTheWay: PublicUpdate[] | null = null;

  const load = async () => {
    const { ags } = town() ?? {};
    if (!ags) return;
    failure.value = null;
    const changed: PublicUpdate[] = [];
    onTheWay = changed;
    try {
      const read = await readAll(ags);
      if (onTheWay !== changed) return; // read again meanwhile
      known.value = changed.reduce<Cards<PublicIssueFragment>>(applyUpdate, read);
      onTheWay = null;
    } catch (error) {
      failure.value = failureOf(error);
    }
    isLoading.value = false;
  };
  watch(() => town()?.ags, load, { immediate: true });

  const live = useLive({
    document: PublicIssuesLiveDocument,
    variables: () => idOf(town()),
    cursorOf: (data) => data.publicIssues.cursor,
    onMessage: ({ publicIssues }) => {
      // First message, or a long absence: the newest page is not enough, so all are read again.
      if (publicIssues.reset) return void load();
      onTheWay?.push(publicIssues);
      known.value = applyUpdate(known.value, publicIssues);
    },
  });
  const issues = computed(() => [...known.value.values()].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)));
  return { issues, isLoading, failure, retry: () => void load(), live };
}

function idOf(town: { id: string } | null) {
  return town && { municipalityId: town.id };
}

/** Reads all pages, up to the maximum for a map. */
function usePages() {
  const { client } = useApolloClient();
  return async (ags: string): Promise<Cards<PublicIssueFragment>> => {
    let found: Cards<PublicIssueFragment> = new Map();
    let after: string | null = null;
    do {
      const page = await readPage(client, ags, after);
      found = mergeCards(found, page?.edges.map(({ node }) => node) ?? []);
      after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after && found.size < mostShown);
    return found;
  };
}

async function readPage(client: ReturnType<typeof useApolloClient>['client'], ags: string, after: string | null) {
  const variables = publicIssuesVariables(ags, after);
  const { data } = await client.query({ query: PublicIssuesDocument, variables, fetchPolicy: 'no-cache' });
  return data.municipality?.publicIssues;
}
