import { ref } from 'vue';

/** Name of the town on the screen, for the browser's tab. */
export const currentTownName = ref<string | null>(null);
