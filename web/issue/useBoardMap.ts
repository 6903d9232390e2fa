import { computed, ref, watch } from 'vue';
import { recall, remember } from '../storage.ts';
import type { BoardColumnCards } from './board.ts';
import { cardElementId } from './useCardFocus.ts';

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
    const element = target instanceof Element ? target.closest('[data-card]') : null;
    const card = element && cards.value.find(({ id }) => cardElementId(id) === element.id);
    if (card) chosenId.value = card.id;
  };
  watch(chosenId, (id) => {
    if (id && document.activeElement?.closest('[data-card]')?.id !== cardElementId(id)) void focusCard(id);
  });
  return { isShown, toggle, cards, chosenId, follow };
}
