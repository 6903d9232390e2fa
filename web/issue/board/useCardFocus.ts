import { nextTick, shallowRef } from 'vue';

const prefix = 'card-';
export const cardElementId = (issueId: string) => `${prefix}${issueId}`;

/** The card that has the focus or shall get it, and had it last: its row stays in the document (useColumnWindow). */
export const focusedId = shallowRef<string | null>(null);

/** The card that an element is in. */
export function cardAt(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target.closest('[data-card]') : null;
  return element?.id.slice(prefix.length) ?? null;
}

/** Whoever had this card has gone on to another one, or to a field. */
export function hasGoneOn(issueId: string): boolean {
  const at = document.activeElement;
  return focusedId.value !== issueId || (at !== null && at !== document.body && cardAt(at) !== issueId);
}

/** A card that changes its column is a new element: the focus would fall to the page's start. It stays with the card. */
export function useCardFocus() {
  const focusCard = async (issueId: string) => {
    focusedId.value = issueId;
    const linkOf = () => document.getElementById(cardElementId(issueId))?.querySelector('a');
    // A row that was out of sight is there only after its column has heard of it.
    for (let tick = 0; tick < 4; tick++) await nextTick();
    // Meanwhile somebody may have gone on to another.
    if (focusedId.value === issueId) linkOf()?.focus();
  };
  /** Around any change of the board: whoever had the focus keeps it. */
  const keepFocus = async () => {
    const before = cardAt(document.activeElement);
    await nextTick();
    const isLost = before !== null && cardAt(document.activeElement) === null;
    if (isLost && focusedId.value === before) await focusCard(before);
  };
  return { focusCard, keepFocus };
}
