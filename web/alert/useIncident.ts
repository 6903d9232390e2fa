import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { IncidentDocument, IncidentLiveDocument, type IncidentQuery } from '../gql/graphql.ts';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { useLive } from '../shared/live.ts';

type Node = NonNullable<IncidentQuery['incident']>;
export type IncidentView = Extract<Node, { __typename: 'Incident' }>;

/** One incident with its alerts, live. */
export function useIncident(id: () => string) {
  const { failureOf } = useErrorTexts();
  const { client } = useApolloClient();
  const { result, loading, error, refetch } = useQuery(IncidentDocument, () => ({ id: id() }), {
    fetchPolicy: 'cache-and-network',
  });
  const incident = computed((): IncidentView | null => {
    const node = result.value?.incident;
    return node?.__typename === 'Incident' ? node : null;
  });
  const live = useLive({
    document: IncidentLiveDocument,
    variables: () => (incident.value ? { incidentId: incident.value.id } : null),
    cursorOf: (data) => data.incident.cursor,
    onMessage: ({ incident: { incident: newest } }) => {
      const viewerAcknowledgement = incident.value?.viewerAcknowledgement ?? null;
      const data = { incident: { ...newest, viewerAcknowledgement } };
      client.cache.writeQuery({ query: IncidentDocument, variables: { id: newest.id }, data });
    },
  });
  return {
    incident,
    live,
    isLoading: computed(() => loading.value && !incident.value),
    isMissing: computed(() => !loading.value && !incident.value && (isNotFound(error.value) || !error.value)),
    failure: computed(() => (error.value && !incident.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}
