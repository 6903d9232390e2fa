import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, ref, watch } from 'vue';
import { AlertReachDocument, type AlertReachQueryVariables } from '../../gql/graphql.ts';

/** Milliseconds after which people are counted again while a composer is open. */
const recountMs = 15_000;

/** People whom an alert would reach now; null: nobody is counted. */
export function useAlertReach(planned: () => AlertReachQueryVariables | null) {
  const { result, error } = useQuery(
    AlertReachDocument,
    () => planned() ?? { municipalityId: '', kind: 'WARNING' as const, level: 1, isDrill: false },
    () => ({ enabled: planned() !== null, fetchPolicy: 'network-only', pollInterval: recountMs }),
  );
  const reach = computed(() => (planned() === null ? null : (result.value?.alertReach ?? null)));
  /** The sender has read that nobody gets the alert. */
  const acceptsNobody = ref(false);
  const isNobody = computed(() => reach.value?.people === 0);
  watch(isNobody, () => (acceptsNobody.value = false));
  return reactive({
    reach,
    acceptsNobody,
    isNobody,
    hasFailed: computed(() => error.value != null),
    /** Whether the composer may send: somebody gets the alert, or the sender accepts that nobody does. */
    isSettled: computed(() => !isNobody.value || acceptsNobody.value),
  });
}
