import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { DeliveryDocument, DeliveryLiveDocument } from '../../gql/graphql.ts';
import { isNotFound, useErrorTexts } from '../../shared/errors.ts';
import { useLive } from '../../shared/live.ts';

/** Delivery report of a message, kept up to date from the cursor of its query; null: none is asked for. */
export function useDelivery(id: () => string | null) {
  const { failureOf } = useErrorTexts();
  const { client } = useApolloClient();
  const { result, loading, error, refetch } = useQuery(
    DeliveryDocument,
    () => ({ id: id() ?? '' }),
    () => ({ enabled: id() !== null, fetchPolicy: 'cache-and-network' }),
  );
  const report = computed(() => result.value?.delivery ?? null);
  const live = useLive({
    document: DeliveryLiveDocument,
    variables: () => (report.value ? { id: report.value.id } : null),
    startCursor: () => report.value?.progress.cursor,
    cursorOf: (data) => data.delivery.cursor,
    onMessage: ({ delivery: progress }) => {
      client.cache.updateQuery({ query: DeliveryDocument, variables: { id: id() ?? '' } }, (known) =>
        known?.delivery ? { delivery: { ...known.delivery, progress } } : undefined,
      );
    },
  });
  return {
    report,
    live,
    isLoading: computed(() => loading.value && !report.value),
    isMissing: computed(() => !loading.value && !report.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !report.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}
