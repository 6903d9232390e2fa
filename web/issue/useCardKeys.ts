import { onScopeDispose, watch, type Ref } from 'vue';

type Step = 1 | -1;
export interface CardActs {
  /** Moves the card of this element one column on. */
  readonly move: (cardElementId: string, step: Step) => void;
}

/** Keys of whichever card has the focus: arrows go from card to card, with Shift they take it along, M opens its menu. */
export function useCardKeys(board: Readonly<Ref<HTMLElement | null>>, { move }: CardActs): void {
  const onKey = (event: KeyboardEvent) => {
    const card = cardAt(event);
    if (!card || !handle(card, event)) return;
    event.preventDefault();
  };
  const handle = (card: HTMLElement, { key, shiftKey }: KeyboardEvent): boolean => {
    if (shiftKey && (key === 'ArrowRight' || key === 'ArrowLeft')) move(card.id, key === 'ArrowRight' ? 1 : -1);
    else if (shiftKey) return false;
    else if (key === 'm') openMenu(card);
    else if (key in ways) focusCard(neighbour(card, ways[key] ?? none));
    else return false;
    return true;
  };
  const stop = watch(board, (shown, before) => {
    before?.removeEventListener('keydown', onKey);
    shown?.addEventListener('keydown', onKey);
  });
  onScopeDispose(stop);
}

const none = { columns: 0, cards: 0 };
const ways: Partial<Record<string, { columns: number; cards: number }>> = {
  ArrowRight: { columns: 1, cards: 0 },
  ArrowLeft: { columns: -1, cards: 0 },
  ArrowDown: { columns: 0, cards: 1 },
  ArrowUp: { columns: 0, cards: -1 },
};

/** The card with the focus, unless an open menu has the keys. */
function cardAt(event: KeyboardEvent): HTMLElement | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const { target } = event;
  if (!(target instanceof HTMLElement) || target.closest('[role=menu]')) return null;
  return target.closest<HTMLElement>('[data-card]');
}

function openMenu(card: HTMLElement): void {
  const trigger = card.querySelector<HTMLElement>('[aria-haspopup=menu]');
  trigger?.focus();
  trigger?.click();
}

function focusCard(card: HTMLElement | undefined): void {
  card?.querySelector('a')?.focus();
}

/** In the same column, or as high as possible in the next one that has cards. */
function neighbour(card: HTMLElement, way: { columns: number; cards: number }): HTMLElement | undefined {
  const columns = [...document.querySelectorAll('[data-stage]')]
    .map((column) => [...column.querySelectorAll<HTMLElement>('[data-card]')])
    .filter((cards) => cards.length > 0);
  const column = columns.findIndex((cards) => cards.includes(card));
  const row = columns[column]?.indexOf(card) ?? 0;
  const wanted = columns[column + way.columns];
  return way.columns === 0 ? wanted?.[row + way.cards] : wanted?.[Math.min(row, wanted.length - 1)];
}
