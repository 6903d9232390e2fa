import { onScopeDispose, ref, watch } from 'vue';

const quietMs = 10_000;

/** When the page has spoken last: several regions share one voice, or together they would never be silent. */
let lastAt = -Infinity;

/** What a screen reader hears of moving numbers: the newest sentence, and on the whole page one at most every ten seconds. */
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
