import { shallowRef, watch } from 'vue';
import type { BoardColumnCards } from './board.ts';
import { placeToGoOn, type StepPlace } from './issueSteps.ts';

/** Place of the opened report in the order of the board; null where the order is not known. */
export function useIssueSteps(columns: () => readonly BoardColumnCards[], opened: () => string | null) {
  const place = shallowRef<StepPlace | null>(null);
  watch(
    [opened, columns] as const,
    ([reference, shown], [before]) => {
      const isSame = reference === before;
      place.value = reference === null ? null : placeToGoOn(shown, reference, isSame ? place.value : null);
    },
    { immediate: true },
  );
  return place;
}
