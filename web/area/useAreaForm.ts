import { computed, reactive, type Ref, ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../shared/errors.ts';
import {
  ChangeAreaDocument,
  CreateAreaDocument,
  type PlaceOwner,
  type UserErrorPartsFragment,
} from '../gql/graphql.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';
import { readGeometry } from './geojson.ts';
import { emptySketch, geometryOf, reshaped, type Sketch } from './sketch.ts';
import type { Area } from './useAreas.ts';

export const owners: readonly PlaceOwner[] = [
  'MUNICIPALITY',
  'COLLECTIVE',
  'COUNTY',
  'STATE',
  'FEDERAL',
  'RAILWAY',
  'UTILITY',
  'PRIVATE',
];
/** Default tolerance in metres: half a country road and its verge. */
const usualTolerance = 25;

/** State of the form of one area or road. `area`: the one that is edited; null: a new one. */
export function useAreaForm(area: Area | null, townName: string) {
  const { town } = useTown();
  const draft = reactive(draftOf(area, townName));
  const sketch = ref<Sketch>((area && readGeometry(area.geometry)) ?? emptySketch('POLYGON'));
  const isDrawing = ref(area === null);
  const shape = computed({
    get: () => sketch.value.shape,
    set: (wanted) => (sketch.value = reshaped(sketch.value, wanted ?? 'POLYGON')),
  });
  const creating = useSend(CreateAreaDocument, (data) => data.createArea);
  const changing = useSend(ChangeAreaDocument, (data) => data.changeArea);
  const isEmpty = ref(false);
  watch(sketch, () => (isEmpty.value = false));
  const idempotencyKey = newIdempotencyKey();

  /** Saves the form; true if it was saved. */
  const submit = async (): Promise<boolean> => {
    isEmpty.value = sketch.value.parts.length === 0;
    if (isEmpty.value) return false;
    const drawn = inputOf(draft, sketch.value);
    const municipalityId = town.value?.id ?? '';
    const saved = area
      ? await changing.send({ input: { areaId: area.id, ...drawn } })
      : await creating.send({ input: { municipalityId, ...drawn, idempotencyKey } });
    return saved !== null;
  };
  return {
    draft,
    sketch,
    shape,
    isDrawing,
    submit,
    errors: useAreaErrors(() => [...creating.userErrors.value, ...changing.userErrors.value], isEmpty),
    busy: computed(() => creating.busy.value || changing.busy.value),
    failure: computed(() => creating.failure.value ?? changing.failure.value),
  };
}

/** Texts of errors by field; `whole` holds the errors that belong to no field. */
function useAreaErrors(userErrors: () => readonly UserErrorPartsFragment[], isEmpty: Ref<boolean>) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  return computed((): Record<string, string> => {
    const told = userErrors().map(({ code, path }) => {
      const text = code === 'NAME_TAKEN' ? t('areas.nameTaken') : textOf(code);
      return [path[0] ?? 'whole', text] as const;
    });
    return { ...Object.fromEntries(told), ...(isEmpty.value && { geometry: t('areas.nothingDrawn') }) };
  });
}

function draftOf(area: Area | null, townName: string) {
  return {
    name: area?.name ?? '',
    tolerance: String(area?.toleranceMetres ?? usualTolerance),
    owner: String(area?.owner ?? 'MUNICIPALITY'),
    ownerName: area?.ownerName ?? townName,
  };
}

function inputOf({ name, tolerance, ownerName, ...draft }: ReturnType<typeof draftOf>, sketch: Sketch) {
  const owner = owners.find((one) => one === draft.owner) ?? 'MUNICIPALITY';
  const toleranceMetres = sketch.shape === 'LINE' ? metresIn(tolerance) : null;
  return { name, owner, ownerName, toleranceMetres, geometry: geometryOf(sketch) };
}

/** Metres of a typed number, with comma or point. Anything else becomes 0, which the server refuses. */
export function metresIn(text: string): number {
  const metres = Number(text.replace(',', '.'));
  return Number.isFinite(metres) ? metres : 0;
}
