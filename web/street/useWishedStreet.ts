import { useQuery } from '@vue/apollo-composable';
import { watch } from 'vue';
import { useRoute } from 'vue-router';
import { StreetByIdDocument, type StreetPartsFragment } from '../gql/graphql.ts';
import { type ChosenStreet, isHouseNumber } from './address.ts';

/**
 * Street of the address `?street=<id>&house=<number>`, for which the visitor has asked for the reminder of its bins. Calls
 * `take` once the street is known.
 */
export function useWishedStreet(take: (wished: ChosenStreet) => void): void {
  const { query } = useRoute();
  const id = typeof query.street === 'string' ? query.street : '';
  const house = typeof query.house === 'string' && isHouseNumber(query.house) ? query.house : '';
  const { result } = useQuery(StreetByIdDocument, { id }, () => ({ enabled: id !== '' }));
  watch(
    result,
    (found) => {
      if (found?.node && isStreet(found.node)) take({ street: found.node, houseNumber: house, remindsOfWaste: true });
    },
    { immediate: true },
  );
}

function isStreet(node: object): node is StreetPartsFragment {
  return 'name' in node;
}
