import { nextTick, shallowRef } from 'vue';

const prefix = 'card-';
export const cardElementId = (issueId: string) => `${prefix}${issueId}`;

/** Id of the card that has, had last or will get the focus: its row stays in the document (useColumnWindow). */
export const focusedId = shallowRef<string | null>(null);

/** Id of the card that contains the element. */
export function cardAt(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target.closest('[data-card]') : null;
  return element?.id.slice(prefix.length) ?? null;
}

/** Whether the focus has moved from this card to another one or to a field. */
export function hasGoneOn(issueId: string): boolean {
  const at = document.activeElement;
  return focusedId.value !== issueId || (at !== null && at !== document.body && cardAt(at) !== issueId);
}

/**
 * Keeps the focus on a card that changes its column: the card becomes a new element, and the focus would fall back to
 * the start of the page.
 */
export function useCardFocus() {
  const focusCard = async (issueId: string) => {
    focusedId.value = issueId;
    const linkOf = () => document.getElementById(cardElementId(issueId))?.querySelector('a');
    // The row of a card out of sight exists only after its column has rendered again.
    for (let tick = 0; tick < 4; tick++) await nextTick();
    // The user may have moved on to another card meanwhile.
    if (focusedId.value === issueId) linkOf()?.focus();
  };
  /** Call it around any change of the board: the focused card keeps the focus. */
  const keepFocus = async () => {
    const before = cardAt(document.activeElement);
    await nextTick();
    const isLost = before !== null && cardAt(document.activeElement) === null;
    if (isLost && focusedId.value === before) await focusCard(before);
  };
  return { focusCard, keepFocus };
}
