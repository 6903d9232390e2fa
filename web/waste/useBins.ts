import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { type StreetBinPartsFragment, StreetBinsDocument } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';
import type { KeptAddress } from './keptAddress.ts';

/** Next bins of an address; nothing is asked without one. */
export function useBins(address: () => KeptAddress | null) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    StreetBinsDocument,
    () => ({ id: address()?.streetId ?? '', houseNumber: address()?.houseNumber || null }),
    () => ({ enabled: address() !== null, keepPreviousResult: true, fetchPolicy: 'cache-and-network' as const }),
  );
  const street = computed(() => {
    const node = result.value?.node;
    return node && isStreet(node) ? node : null;
  });
  return {
    street: computed(() => (address() === null ? null : street.value)),
    days: computed(() => street.value?.wasteDays ?? []),
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}

function isStreet(node: object): node is StreetBinPartsFragment {
  return 'name' in node;
}
