import { ref } from 'vue';
import { recall, remember } from '../../shared/storage.ts';

/** What stands open above the page. */
export const isCommandOpen = ref(false);
export const isKeyHelpOpen = ref(false);

/** Keys without Ctrl may get in the way of speech input: whoever wants none switches them off on this device. */
export const areKeysOn = ref(recall('keys') !== 'off');

export function switchKeys(on: boolean): void {
  areKeysOn.value = on;
  remember('keys', on ? 'on' : 'off');
}
