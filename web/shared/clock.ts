import { createSharedComposable, useIntervalFn } from '@vueuse/shared';
import { readonly, ref } from 'vue';

/**
 * Current time in milliseconds, updated twice a minute for all users together: for texts such as "noch 2 Tage", never
 * for requests.
 */
export const useNow = createSharedComposable(() => {
  const now = ref(Date.now());
  useIntervalFn(() => (now.value = Date.now()), 30_000);
  return readonly(now);
});
