import { useApolloClient } from '@vue/apollo-composable';
import { computed, shallowRef, watch } from 'vue';
import {
  EventSeatsLiveDocument,
  SlotAttendancesDocument,
  SlotSeatsFragmentDoc,
  type AttendanceRowFragment,
} from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useLive } from '../../shared/live.ts';
import { onceMore } from '../../shared/onceMore.ts';
import type { Failure } from '../../ui/failure.ts';

const pageSize = 100;
/** Most pages of one list that are read. */
const mostPages = 20;

/** All answers for a slot, read again whenever somebody answers or is checked in. Empty: nothing is asked yet. */
export function useAttendances(occurrenceId: () => string, slotId: () => string) {
  const { client } = useApolloClient();
  const { failureOf } = useErrorTexts();
  const rows = shallowRef<readonly AttendanceRowFragment[] | null>(null);
  const failure = shallowRef<Failure | null>(null);

  const readPages = async (id: string): Promise<AttendanceRowFragment[]> => {
    const found: AttendanceRowFragment[] = [];
    let after: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const variables: { id: string; first: number; after: string | null } = { id, first: pageSize, after };
      const { data } = await client.query({ query: SlotAttendancesDocument, variables, fetchPolicy: 'network-only' });
      const connection = data.node?.__typename === 'Slot' ? data.node.attendances : null;
      found.push(...(connection?.edges.map(({ node }) => node) ?? []));
      if (!connection?.pageInfo.hasNextPage) break;
      after = connection.pageInfo.endCursor ?? null;
    }
    return found;
  };
  const reread = onceMore(async () => {
    const id = slotId();
    if (id === '') return;
    try {
      const found = await readPages(id);
      if (slotId() !== id) return;
      rows.value = found;
      failure.value = null;
    } catch (error) {
      failure.value = failureOf(error);
    }
  });
  watch(
    slotId,
    () => {
      rows.value = null;
      reread();
    },
    { immediate: true },
  );
  const live = useLive({
    document: EventSeatsLiveDocument,
    variables: () => ({ occurrenceId: occurrenceId() }),
    cursorOf: (data) => data.eventSeats.cursor,
    onMessage: ({ eventSeats }) => {
      for (const slot of eventSeats.slots) {
        const id = client.cache.identify(slot);
        const fragment = { fragment: SlotSeatsFragmentDoc, fragmentName: 'SlotSeats' };
        client.cache.writeFragment({ ...fragment, ...(id !== undefined && { id }), data: slot });
      }
      reread();
    },
  });
  return {
    rows: computed(() => rows.value ?? []),
    isLoading: computed(() => rows.value === null && failure.value === null),
    failure,
    reread,
    live,
  };
}
