import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { type AssuranceLevel, IdentityServicesDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';

const order: readonly AssuranceLevel[] = ['BASIC', 'SUBSTANTIAL', 'HIGH'];

/** Identity services of the town. */
export function useIdentityServices() {
  const { ags } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(IdentityServicesDocument, () => ({ ags: ags.value }));
  const services = computed(() => result.value?.municipality?.identityServices ?? []);
  const reaches = (levels: readonly AssuranceLevel[], needed: AssuranceLevel) =>
    levels.some((level) => order.indexOf(level) >= order.indexOf(needed));
  return {
    services,
    servicesFor: (needed: AssuranceLevel) => services.value.filter(({ levels }) => reaches(levels, needed)),
    /** Assurance levels that can be reached: BASIC and those of the services. */
    levels: computed(() =>
      order.filter((level) => level === 'BASIC' || services.value.some(({ levels }) => reaches(levels, level))),
    ),
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
