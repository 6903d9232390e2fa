import { computed, nextTick, watch } from 'vue';
import type { BoardLane } from './useBoardLane.ts';
import { cardElementId, focusedId } from './useCardFocus.ts';

/** Number of cards before the end of the loaded ones at which the next page is loaded. */
const ahead = 3;

/** Keeps the card of the opened report in sight, and the cards after it loaded. */
export function useOpenedCard(lanes: ReadonlyMap<string, BoardLane>, opened: () => string | null): void {
  const found = computed(() => {
    const reference = opened();
    if (reference === null) return null;
    for (const lane of lanes.values()) {
      for (const { stage, cards } of lane.columns.value) {
        const at = cards.findIndex((card) => card.reference === reference);
        const card = cards[at];
        if (card) return { id: card.id, lane, stage, left: cards.length - at };
      }
    }
    return null;
  });
  watch(
    () => found.value?.id,
    async (id) => {
      if (id === undefined) return;
      focusedId.value = id;
      // The row of a card out of sight exists only after its column has rendered again.
      for (let tick = 0; tick < 4; tick++) await nextTick();
      if (focusedId.value !== id) return;
      document.getElementById(cardElementId(id))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
    { immediate: true },
  );
  watch(found, (card) => {
    if (card && card.left <= ahead && card.lane.hasMore(card.stage)) void card.lane.loadMore(card.stage);
  });
}
