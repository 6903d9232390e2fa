import { onScopeDispose, watch, type Ref } from 'vue';
import { areKeysOn } from '../../shared/plainKeys.ts';
import type { Way } from './board.ts';
import { cardAt, cardElementId, focusedId } from './useCardFocus.ts';

export interface CardActs {
  /** Moves the card by one column. */
  readonly move: (issueId: string, step: 1 | -1) => void;
  /** Moves the focus to the neighbour of the card; with `extending` both are chosen. */
  readonly go: (issueId: string, way: Way, extending: boolean) => void;
  /** Chooses the card, or removes it from the choice. */
  readonly choose: (issueId: string) => void;
  /** Assigns the card to the viewer. */
  readonly take: (issueId: string) => void;
}

/**
 * Keys of the focused card: arrows move the focus, with Shift left and right move the card, up and down extend the
 * choice; X chooses, M opens the menu, I takes the report. Single letters work only while they are switched on.
 */
export function useCardKeys(board: Readonly<Ref<HTMLElement | null>>, acts: CardActs): void {
  const onKey = (event: KeyboardEvent) => {
    const id = cardOf(event);
    if (id === null || !handle(id, event)) return;
    event.preventDefault();
  };
  const handle = (id: string, { key, shiftKey }: KeyboardEvent): boolean => {
    const way = ways[key];
    if (shiftKey && (way === 'right' || way === 'left')) acts.move(id, way === 'right' ? 1 : -1);
    else if (way) acts.go(id, way, shiftKey);
    else if (shiftKey || !areKeysOn.value) return false;
    else if (key === 'm') openMenu(id);
    else if (key === 'x') acts.choose(id);
    else if (key === 'i') acts.take(id);
    else return false;
    return true;
  };
  const follow = ({ target }: FocusEvent) => (focusedId.value = cardAt(target) ?? focusedId.value);
  const stop = watch(board, (shown, before) => {
    before?.removeEventListener('keydown', onKey);
    before?.removeEventListener('focusin', follow);
    shown?.addEventListener('keydown', onKey);
    shown?.addEventListener('focusin', follow);
  });
  onScopeDispose(stop);
}

const ways: Partial<Record<string, Way>> = {
  ArrowRight: 'right',
  ArrowLeft: 'left',
  ArrowDown: 'down',
  ArrowUp: 'up',
  Home: 'first',
  End: 'last',
};

/** Id of the focused card, unless an open menu or a field uses the keys. */
function cardOf(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const { target } = event;
  if (!(target instanceof HTMLElement) || target.closest('[role=menu]')) return null;
  return cardAt(target);
}

function openMenu(issueId: string): void {
  const trigger = document
    .getElementById(cardElementId(issueId))
    ?.querySelector<HTMLElement>('[data-moves] [aria-haspopup=menu]');
  trigger?.focus();
  trigger?.click();
}
