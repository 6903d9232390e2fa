import type { ApolloClient } from '@apollo/client/core';
import { useApolloClient } from '@vue/apollo-composable';
import { ref, shallowRef, watch } from 'vue';
import { useErrorTexts } from '../../../shared/errors.ts';
import type { Failure } from '../../../ui/failure.ts';
import { BoardLiveDocument, FieldIssuesDocument, type FieldIssueFragment } from '../../../gql/graphql.ts';
import { useLive } from '../../../shared/live.ts';
import { onceMore } from '../../../shared/onceMore.ts';

interface Place {
  readonly id: string;
  readonly ags: string;
  /** Whether the viewer works at a desk; people without a desk see the work of all desks. */
  readonly isOfDesk: boolean;
}
const most = 300;

/** Reports that the viewer's desks work on, read again when any of them changes. Null: not known yet. */
export function useFieldIssues(place: () => Place | null) {
  const { client } = useApolloClient();
  const { failureOf } = useErrorTexts();
  const issues = shallowRef<readonly FieldIssueFragment[]>([]);
  const isLoading = ref(true);
  const failure = shallowRef<Failure | null>(null);

  const load = onceMore(async () => {
    const where = place();
    if (!where) return;
    try {
      issues.value = await readAll(client, where);
      failure.value = null;
    } catch (error) {
      failure.value = failureOf(error);
    }
    isLoading.value = false;
  });
  watch(() => JSON.stringify(place()), load, { immediate: true });
  const live = useLive({
    document: BoardLiveDocument,
    variables: () => {
      const { id } = place() ?? {};
      return id ? { municipalityId: id } : null;
    },
    cursorOf: (data) => data.issueBoard.cursor,
    onMessage: ({ issueBoard: { entries, removedIds, reset } }) => {
      const isKnown = (id: string) => issues.value.some((one) => one.id === id);
      const isOurs = entries.some(({ id, stage }) => stage === 'IN_PROGRESS' || isKnown(id));
      if (reset || isOurs || removedIds.some(isKnown)) load();
    },
  });
  return { issues, isLoading, failure, load, live };
}

async function readAll(client: ApolloClient<unknown>, { ags, isOfDesk }: Place): Promise<FieldIssueFragment[]> {
  const read: FieldIssueFragment[] = [];
  let after: string | null | undefined = null;
  do {
    const variables: { ags: string; mine: boolean; after: string | null } = { ags, mine: isOfDesk, after };
    const { data } = await client.query({ query: FieldIssuesDocument, variables, fetchPolicy: 'no-cache' });
    const page = data.municipality?.issues;
    // Praise and questions are answered at the desk: there is nothing to do outside.
    const nodes = page?.edges.map(({ node }) => node) ?? [];
    read.push(...nodes.filter(({ kind }) => kind !== 'PRAISE' && kind !== 'QUESTION'));
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after && read.length < most);
  return read;
}
