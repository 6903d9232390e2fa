import { useQuery } from '@vue/apollo-composable';
import { computed, watch } from 'vue';
import { useRoute } from 'vue-router';
import { IncidentDocument } from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import type { IncidentView } from '../useIncident.ts';

type ProposedAlert = NonNullable<IncidentView['waitingAlerts']>[number];
export interface Proposal {
  readonly incident: IncidentView;
  readonly alert: ProposedAlert;
}

/** The proposal that the address of a composer names, given to `take` once it is known. */
export function useProposal(take: (proposal: Proposal) => void) {
  const route = useRoute();
  const { failureOf } = useErrorTexts();
  const proposalId = computed(() => (typeof route.query.proposal === 'string' ? route.query.proposal : null));
  const { result, error } = useQuery(
    IncidentDocument,
    () => ({ id: proposalId.value ?? '' }),
    () => ({ enabled: proposalId.value !== null, fetchPolicy: 'network-only' }),
  );
  const proposal = computed((): Proposal | null => {
    const incident = result.value?.incident;
    if (incident?.__typename !== 'Incident') return null;
    const alert = incident.waitingAlerts?.find(({ state }) => state === 'DRAFT');
    return alert === undefined ? null : { incident, alert };
  });
  const stop = watch(proposal, (found) => {
    if (found === null) return;
    stop();
    take(found);
  });
  return {
    proposalId,
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    /** Somebody decided about the proposal already, or it expired. */
    isGone: computed(() => result.value !== undefined && proposal.value === null),
  };
}
