import { onScopeDispose } from 'vue';
import { isPlainKey } from './plainKeys.ts';

/** Keys of a page without Ctrl, by their letter in lower case; they work while plain keys are switched on. */
export function usePlainKeys(acts: Readonly<Record<string, () => void>>): void {
  const onKey = (event: KeyboardEvent) => {
    const act = acts[event.key.toLowerCase()];
    if (act === undefined || !isPlainKey(event)) return;
    event.preventDefault();
    act();
  };
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
}
