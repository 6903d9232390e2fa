import { onScopeDispose } from 'vue';
import { useRouter } from 'vue-router';
import { areKeysOn, beginPair } from '../../shared/plainKeys.ts';
import { isCommandOpen, isKeyHelpOpen } from './commandState.ts';
import { useStaffPages } from './useStaffPages.ts';

/** Maximum milliseconds between the two keys of a pair. */
const patienceMs = 1500;

/**
 * Keys of the town hall: Ctrl+K opens the command bar, ? the list of keys, pairs such as "g b" a page. Inside a field
 * only Ctrl+K works.
 */
export function useStaffKeys(): void {
  const router = useRouter();
  const pages = useStaffPages();
  let first: { key: string; until: number } | null = null;

  const go = (key: string): boolean => {
    const pair = first && performance.now() < first.until ? `${first.key} ${key}` : null;
    const page = pages.value.find(({ keys }) => keys === pair);
    first = page || (key !== 'g' && key !== 'n') ? null : { key, until: performance.now() + patienceMs };
    beginPair(first ? patienceMs : 0);
    if (page) void router.push({ name: page.name });
    return page !== undefined;
  };
  const act = (event: KeyboardEvent): boolean => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isPlain) return event.key.toLowerCase() === 'k' && !event.altKey && !event.shiftKey && open();
    if (!areKeysOn.value || isBusy(event)) return false;
    if (event.key !== '?') return go(event.key);
    isKeyHelpOpen.value = true;
    return true;
  };
  const onKey = (event: KeyboardEvent) => {
    if (!event.defaultPrevented && !event.repeat && act(event)) event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
}

function open(): boolean {
  isCommandOpen.value = true;
  return true;
}

/** Whether the keys belong to a field, a menu or a dialog. */
function isBusy({ target }: KeyboardEvent): boolean {
  const inside = 'input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=dialog]';
  return target instanceof Element && target.closest(inside) !== null;
}
