import { useApolloClient } from '@vue/apollo-composable';
import { useTimeoutFn } from '@vueuse/shared';
import { ref, watch } from 'vue';
import { IncidentIsReadDocument, IncidentReadersDocument } from '../gql/graphql.ts';
import { useLive } from '../shared/live.ts';

/** Milliseconds without news after which the page asks again: the server announces who comes, not that the last one has left. */
const askAgainMs = 15 * 60_000;

/** Whether somebody in the town hall reads the answers to an incident, live; null: nobody needs to know. */
export function useIsRead(incidentId: () => string | null) {
  const { client } = useApolloClient();
  const isRead = ref(false);
  const again = useTimeoutFn(() => void ask(), askAgainMs, { immediate: false });

  async function ask(): Promise<void> {
    const id = incidentId();
    if (id === null) return;
    try {
      const { data } = await client.query({
        query: IncidentIsReadDocument,
        variables: { id },
        fetchPolicy: 'no-cache',
      });
      isRead.value = data.incident?.__typename === 'Incident' && data.incident.isRead;
      if (isRead.value) again.start();
    } catch {
      isRead.value = false; // without a connection no answer arrives either
    }
  }

  useLive({
    document: IncidentReadersDocument,
    variables: () => {
      const id = incidentId();
      return id === null ? null : { incidentId: id };
    },
    cursorOf: ({ incident }) => incident.cursor,
    onMessage: ({ incident: { incident } }) => (isRead.value = incident.isRead),
  });
  watch(isRead, (isIt) => {
    if (isIt) again.start();
    else again.stop();
  });
  return { isRead };
}
