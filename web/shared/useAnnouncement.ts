import { onScopeDispose, ref, watch } from 'vue';

const quietMs = 10_000;

/**
 * Time of the last announcement of the page: all live regions share one interval, otherwise together they would never
 * be silent.
 */
let lastAt = -Infinity;

/**
 * Announces changing numbers to screen readers: the newest sentence, at most one every ten seconds on the whole page.
 */
export function useAnnouncement(sentence: () => string) {
  const spoken = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const speak = () => {
    const wait = lastAt + quietMs - performance.now();
    if (wait > 0) return void (timer = setTimeout(speak, wait));
    timer = undefined;
    if (sentence() !== '' && sentence() !== spoken.value) lastAt = performance.now();
    spoken.value = sentence();
  };
  watch(sentence, () => {
    timer ??= setTimeout(speak, quietMs);
  });
  onScopeDispose(() => clearTimeout(timer));
  return spoken;
}
