import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { type AreaPartsFragment, TownAreasDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import type { ShownArea } from './areaLayers.ts';
import { readGeometry } from './geojson.ts';

export type Area = AreaPartsFragment;

/** Areas and roads of the municipality, read only for admins. */
export function useAreas() {
  const { ags, runsTown } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    TownAreasDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: runsTown.value }),
  );
  return {
    areas: computed(() => result.value?.municipality?.areas ?? []),
    townName: computed(() => result.value?.municipality?.name ?? ''),
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    reread: async () => void (await refetch()),
  };
}

export function shownOf({ name, geometry, toleranceMetres }: Area): ShownArea[] {
  const sketch = readGeometry(geometry);
  return sketch === null ? [] : [{ name, sketch, toleranceMetres: toleranceMetres ?? null }];
}
