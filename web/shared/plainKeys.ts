import { ref } from 'vue';
import { recall, remember } from './storage.ts';

/**
 * Whether keys without Ctrl work anywhere in the app; stored on the device. People switch them off because they can
 * disturb speech input.
 */
export const areKeysOn = ref(recall('keys') !== 'off');

export function switchKeys(on: boolean): void {
  areKeysOn.value = on;
  remember('keys', on ? 'on' : 'off');
}

let pairUntil = 0;

/** Notes for how many milliseconds the next key may be the second of a pair such as "g k"; 0: no pair has begun. */
export function beginPair(ms: number): void {
  pairUntil = performance.now() + ms;
}

/** Whether a key was pressed alone, and not in a field, a menu or a dialog that uses the keys itself. */
export function isPlainKey(event: KeyboardEvent): boolean {
  const isAlone = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  const { target } = event;
  const inside = 'input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=dialog]';
  const isUsed = target instanceof Element && target.closest(inside) !== null;
  const isOfPair = performance.now() < pairUntil;
  return areKeysOn.value && isAlone && !isOfPair && !isUsed && !event.defaultPrevented && !event.repeat;
}
