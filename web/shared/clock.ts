import { createSharedComposable, useIntervalFn } from '@vueuse/shared';
import { readonly, ref } from 'vue';

/**
 * The current time in milliseconds, renewed twice a minute for all users of it together: for "noch 2 Tage", never for
 * asking the server.
 */
export const useNow = createSharedComposable(() => {
  const now = ref(Date.now());
  useIntervalFn(() => (now.value = Date.now()), 30_000);
  return readonly(now);
});
