import { ref } from 'vue';
import { IncidentReadersDocument } from '../gql/graphql.ts';
import { useLive } from '../shared/live.ts';

/** Whether somebody in the town hall reads the answers to an incident, live; null: nobody needs to know. */
export function useIsRead(incidentId: () => string | null) {
  const isRead = ref(false);
  useLive({
    document: IncidentReadersDocument,
    variables: () => {
      const id = incidentId();
      return id === null ? null : { incidentId: id };
    },
    cursorOf: ({ incident }) => incident.cursor,
    onMessage: ({ incident: { incident } }) => (isRead.value = incident.isRead),
  });
  return { isRead };
}
