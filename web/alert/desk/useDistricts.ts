import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { readGeometry } from '../../area/geojson.ts';
import type { Sketch } from '../../area/sketch.ts';
import { TownAreasDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';

/** An area of the town by its name. */
interface District {
  readonly id: string;
  readonly name: string;
  readonly sketch: Sketch;
}

/** Areas of the town, without lines; asked for once `isWanted` is true. */
export function useDistricts(isWanted: () => boolean) {
  const { ags } = useTown();
  const { result } = useQuery(
    TownAreasDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: isWanted() }),
  );
  const districts = computed((): readonly District[] =>
    (result.value?.municipality?.areas ?? []).flatMap(({ id, name, geometry }) => {
      const sketch = readGeometry(geometry);
      return sketch?.shape === 'POLYGON' ? [{ id, name, sketch }] : [];
    }),
  );
  return { districts };
}
