import { ref } from 'vue';

/** Whether the command bar is open; `isKeyHelpOpen`: whether the list of keys is open. */
export const isCommandOpen = ref(false);
export const isKeyHelpOpen = ref(false);
