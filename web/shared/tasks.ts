import { computed, ref, watch, type ComputedRef } from 'vue';

/** Resolves in a task of its own, so that the browser can paint and answer the visitor in between. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * The entries of a list, drawn in portions: the first `size` at once, then `size` more in each task. Entries that are
 * added after the list is complete are drawn at once.
 */
export function useGradually<Entry>(list: () => readonly Entry[], size: number): ComputedRef<readonly Entry[]> {
  const count = ref(size);
  watch(
    () => list().length,
    async (length) => {
      while (count.value < length) {
        await nextTask();
        count.value += size;
      }
      if (length > 0) count.value = Infinity;
    },
    { immediate: true },
  );
  return computed(() => (count.value === Infinity ? list() : list().slice(0, count.value)));
}
