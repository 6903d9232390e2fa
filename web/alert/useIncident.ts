import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import {
  IncidentDeskLiveDocument,
  IncidentDocument,
  IncidentLiveDocument,
  type IncidentLiveSubscription,
  type IncidentQuery,
} from '../gql/graphql.ts';
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
  const isDesk = computed(() => incident.value?.waitingAlerts != null);
  const keep = (newest: Omit<IncidentView, 'viewerAcknowledgement'>): void => {
    const viewerAcknowledgement = incident.value?.viewerAcknowledgement ?? null;
    const data = { incident: { ...newest, viewerAcknowledgement } };
    client.cache.writeQuery({ query: IncidentDocument, variables: { id: newest.id }, data });
  };
  const variables = () => (incident.value ? { incidentId: incident.value.id } : null);
  const deskLive = useLive({
    document: IncidentDeskLiveDocument,
    variables: () => (isDesk.value ? variables() : null),
    cursorOf: (data) => data.incident.cursor,
    onMessage: (data) => keep(data.incident.incident),
  });
  const publicLive = useLive({
    document: IncidentLiveDocument,
    variables: () => (isDesk.value ? null : variables()),
    cursorOf: (data) => data.incident.cursor,
    onMessage: (data) => keep(withoutDesk(data.incident.incident)),
  });
  return {
    incident,
    live: computed(() => (isDesk.value ? deskLive : publicLive)),
    isLoading: computed(() => loading.value && !incident.value),
    isMissing: computed(() => !loading.value && !incident.value && (isNotFound(error.value) || !error.value)),
    failure: computed(() => (error.value && !incident.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}

const notReviewed = { isOwn: null, brokeGlassBecause: null, reviewDueAt: null, reviewedAt: null };

/** The incident as its page holds it for people who see nothing of the warning desk. */
function withoutDesk(
  newest: IncidentLiveSubscription['incident']['incident'],
): Omit<IncidentView, 'viewerAcknowledgement'> {
  const alerts = newest.alerts.map((alert) => ({ ...notReviewed, ...alert }));
  return { ...newest, alerts, waitingAlerts: null };
}
