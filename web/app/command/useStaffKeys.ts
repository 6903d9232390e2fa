import { onScopeDispose } from 'vue';
import { useRouter } from 'vue-router';
import { areKeysOn, isCommandOpen, isKeyHelpOpen } from './commandState.ts';
import { useStaffPages } from './useStaffPages.ts';

/** The second key of a pair counts for so long. */
const patienceMs = 1500;

/** Ctrl+K opens the command bar, ? the list of keys, pairs like "g b" a page. In a field keys are for writing. */
export function useStaffKeys(): void {
  const router = useRouter();
  const pages = useStaffPages();
  let first: { key: string; until: number } | null = null;

  const go = (key: string): boolean => {
    const pair = first && performance.now() < first.until ? `${first.key} ${key}` : null;
    const page = pages.value.find(({ keys }) => keys === pair);
    first = page || (key !== 'g' && key !== 'n') ? null : { key, until: performance.now() + patienceMs };
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

/** Whoever writes, or has a menu or a dialog before them, means the keys for that. */
function isBusy({ target }: KeyboardEvent): boolean {
  const inside = 'input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=dialog]';
  return target instanceof Element && target.closest(inside) !== null;
}
