import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { DisruptionSenderDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';

/** Whether the viewer reports disruptions: warners, and clerks of desks that may, about whom the server is asked. */
export function useDisruptionSender() {
  const { ags, hasRole } = useTown();
  const { result, loading } = useQuery(
    DisruptionSenderDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: hasRole('CLERK') && !hasRole('WARNER') }),
  );
  return {
    sendsDisruptions: computed(() => hasRole('WARNER') || result.value?.municipality?.viewerSendsDisruptions === true),
    isAsking: computed(() => loading.value && !result.value),
  };
}
