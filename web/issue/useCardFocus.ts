import { nextTick } from 'vue';

export const cardElementId = (issueId: string) => `card-${issueId}`;

/** A card that changes its column is a new element: the focus would fall to the page's start. It stays with the card. */
export function useCardFocus() {
  const focusedCard = () => document.activeElement?.closest('[data-card]')?.id ?? null;

  const focusCard = async (elementId: string) => {
    await nextTick();
    document.getElementById(elementId)?.querySelector('a')?.focus();
  };
  /** Around any change of the board: whoever had the focus keeps it. */
  const keepFocus = async (change: () => void) => {
    const before = focusedCard();
    change();
    await nextTick();
    if (before && focusedCard() !== before) await focusCard(before);
  };
  return { focusCard: (issueId: string) => focusCard(cardElementId(issueId)), keepFocus };
}
