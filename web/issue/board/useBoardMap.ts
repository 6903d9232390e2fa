import { computed, ref, watch } from 'vue';
import { recall, remember } from '../../storage.ts';
import type { BoardColumnCards } from './board.ts';
import { cardAt } from './useCardFocus.ts';

const key = 'board.map';

/** The map beside the board, if wished: the card with the focus stands out on it, and a pin leads to its card. */
export function useBoardMap(columns: () => readonly BoardColumnCards[], focusCard: (id: string) => Promise<void>) {
  const isShown = ref(recall(key) === 'on');
  const chosenId = ref<string | null>(null);
  const cards = computed(() => columns().flatMap((column) => column.cards));

  const toggle = () => {
    isShown.value = !isShown.value;
    remember(key, isShown.value ? 'on' : 'off');
  };
  const follow = ({ target }: FocusEvent) => {
    const id = cardAt(target);
    if (id !== null) chosenId.value = id;
  };
  watch(chosenId, (id) => {
    if (id && cardAt(document.activeElement) !== id) void focusCard(id);
  });
  return { isShown, toggle, cards, chosenId, follow };
}
