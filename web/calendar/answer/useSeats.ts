import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed, watch } from 'vue';
import {
  EventSeatsLiveDocument,
  LiveOccurrenceFragmentDoc,
  OccurrenceAnswersDocument,
  SlotSeatsFragmentDoc,
} from '../../gql/graphql.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { useLive } from '../../shared/live.ts';
import { onceMore } from '../../shared/onceMore.ts';

/**
 * Follows a date: writes its seats, time and state into the cache, and calls `onChange` when more of the event may have changed, such as
 * its text or whether the viewer may answer. Null: nothing is followed yet.
 */
export function useSeatsLive(occurrenceId: () => string | null, onChange: () => void) {
  const { client } = useApolloClient();
  let before = '';
  return useLive({
    document: EventSeatsLiveDocument,
    variables: () => {
      const id = occurrenceId();
      return id === null ? null : { occurrenceId: id };
    },
    cursorOf: (data) => data.eventSeats.cursor,
    onMessage: ({ eventSeats }) => {
      const { occurrence } = eventSeats;
      client.cache.batch({
        update: (cache) => {
          write(cache, occurrence, { fragment: LiveOccurrenceFragmentDoc, fragmentName: 'LiveOccurrence' });
          for (const slot of eventSeats.slots) {
            write(cache, slot, { fragment: SlotSeatsFragmentDoc, fragmentName: 'SlotSeats' });
          }
        },
      });
      const ids = eventSeats.slots.map(({ id }) => id).join();
      const state = [occurrence.id, occurrence.state, occurrence.event.state, occurrence.event.version, ids].join(' ');
      if (before !== '' && before !== state) onChange();
      before = state;
    },
  });
}

/** Seats of a date as they change, and the answers of the viewer. Null: nothing is asked yet. */
export function useSeats(occurrenceId: () => string | null) {
  const { viewer } = useViewer();
  const { result, refetch } = useQuery(
    OccurrenceAnswersDocument,
    () => ({ id: occurrenceId() ?? '' }),
    () => ({
      enabled: occurrenceId() !== null && viewer.value !== undefined,
      fetchPolicy: 'cache-and-network' as const,
    }),
  );
  const date = computed(() => result.value?.occurrence ?? null);
  const slots = computed(() => date.value?.slots ?? []);
  const reread = onceMore(refetch);
  const live = useSeatsLive(occurrenceId, reread);
  // Whether a waiting answer got seats is not in the messages.
  const isWaiting = computed(() => slots.value.some(({ viewerAttendance }) => viewerAttendance?.waitingSince != null));
  watch(
    () => slots.value.map(({ taken, waitingCount }) => `${taken} ${waitingCount}`).join(),
    () => isWaiting.value && reread(),
  );
  return {
    date,
    attendance: computed(() => slots.value.find(({ kind }) => kind === 'ATTENDANCE') ?? null),
    shifts: computed(() => slots.value.filter(({ kind }) => kind === 'SHIFT')),
    live,
    reread,
  };
}

type Cache = ReturnType<typeof useApolloClient>['client']['cache'];
type Fragment = Pick<Parameters<Cache['writeFragment']>[0], 'fragment' | 'fragmentName'>;

function write(cache: Cache, data: { readonly __typename?: string; readonly id: string }, fragment: Fragment): void {
  const id = cache.identify(data);
  cache.writeFragment({ ...fragment, ...(id !== undefined && { id }), data });
}
