import { ref } from 'vue';

/** Name of the town on the screen, for the title of the browser's tab. */
export const currentTownName = ref<string | null>(null);
