import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { WasteOfficeDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';

/** Kinds, districts and open imports of the town, for its editors and admins. */
export function useWasteOffice() {
  const { ags, makesPolls: mayManage } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    WasteOfficeDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: mayManage.value, fetchPolicy: 'cache-and-network' as const }),
  );
  const town = computed(() => result.value?.municipality ?? null);
  return {
    mayManage,
    kinds: computed(() => town.value?.wasteKinds ?? []),
    districts: computed(() => town.value?.wasteDistricts ?? []),
    imports: computed(() => town.value?.wasteImports ?? []),
    isLoading: computed(() => loading.value && town.value === null),
    failure: computed(() => (error.value && town.value === null ? failureOf(error.value) : null)),
    reread: async (): Promise<void> => {
      await refetch();
    },
  };
}
