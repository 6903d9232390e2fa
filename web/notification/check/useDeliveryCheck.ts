import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { DeliveryCheckDocument, type DeliveryState, SendDeliveryCheckDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import { usePolling } from '../usePolling.ts';

const waiting: readonly DeliveryState[] = ['PENDING', 'SENDING'];

/** Newest delivery check of the town, read again while its deliveries are on their way. */
export function useDeliveryCheck() {
  const { textOf, failureOf } = useErrorTexts();
  const { town, ags } = useTown();
  const { result, error, refetch } = useQuery(DeliveryCheckDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'network-only',
  });
  const check = computed(() => result.value?.municipality?.deliveryCheck ?? null);
  const byChannel = computed(() => [...Map.groupBy(check.value?.counts ?? [], ({ channel }) => channel)]);
  const polling = usePolling(
    computed(() => check.value?.counts.some(({ state }) => waiting.includes(state)) ?? false),
    () => refetch() ?? Promise.resolve(),
  );
  const { send, busy, failure, userErrors } = useSend(SendDeliveryCheckDocument, (data) => data.sendDeliveryCheck);
  return {
    check,
    byChannel,
    busy,
    failure,
    refusal: computed(() => {
      const [said] = userErrors.value;
      return said ? textOf(said.code) : null;
    }),
    isLoading: computed(() => !result.value && !error.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    begin: async () => {
      if (!(await send({ municipalityId: town.value?.id ?? '' }))) return;
      polling.start();
    },
  };
}
