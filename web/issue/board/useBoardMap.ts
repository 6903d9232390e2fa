import { useLocalStorage } from '@vueuse/core';
import { computed, ref, watch } from 'vue';
import type { BoardColumnCards } from './board.ts';
import { cardAt } from './useCardFocus.ts';

/** Optional map beside the board: it highlights the focused card, and a pin leads to its card. */
export function useBoardMap(columns: () => readonly BoardColumnCards[], focusCard: (id: string) => Promise<void>) {
  const kept = useLocalStorage<'on' | 'off'>('ortsfunk.board.map', 'off', { onError: () => undefined });
  const isShown = computed(() => kept.value === 'on');
  const chosenId = ref<string | null>(null);
  const cards = computed(() => columns().flatMap((column) => column.cards));

  const toggle = () => {
    kept.value = isShown.value ? 'off' : 'on';
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
