import { ref } from 'vue';
import { recall, remember } from '../../shared/storage.ts';

/** Whether the command bar is open; `isKeyHelpOpen`: whether the list of keys is open. */
export const isCommandOpen = ref(false);
export const isKeyHelpOpen = ref(false);

/**
 * Whether single-letter keys work; stored on the device. People switch them off because they can disturb speech input.
 */
export const areKeysOn = ref(recall('keys') !== 'off');

export function switchKeys(on: boolean): void {
  areKeysOn.value = on;
  remember('keys', on ? 'on' : 'off');
}
