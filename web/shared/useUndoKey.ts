import { onScopeDispose } from 'vue';
import { runAct, toasts } from '../ui/toast.ts';

/** Lets Ctrl+Z run the act of the newest message, except inside a field, where it undoes typing. */
export function useUndoKey(): void {
  const onKey = (event: KeyboardEvent) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === 'z';
    const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    const newest = toasts.value.findLast(({ act }) => act !== undefined);
    if (!isUndo || isTyping || !newest) return;
    event.preventDefault();
    runAct(newest);
  };
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
}
