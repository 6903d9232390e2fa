import { onScopeDispose, ref, watch } from 'vue';

const quietMs = 10_000;

/** What a screen reader hears of moving numbers: the newest sentence, at most every ten seconds. */
export function useAnnouncement(sentence: () => string) {
  const spoken = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(sentence, () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      spoken.value = sentence();
    }, quietMs);
  });
  onScopeDispose(() => clearTimeout(timer));
  return spoken;
}
