import { computed, ref, watch } from 'vue';
import { useViewer } from '../identity/useViewer.ts';
import { forgetPaper, keepPaper, loadPaper, paperKey, papers, setbacks } from './box.ts';

/** The viewer's ballot of one poll as this device stores it. */
export function usePaper(pollId: () => string) {
  const { viewer } = useViewer();
  const key = computed(() => (viewer.value ? paperKey(pollId(), viewer.value.id) : null));
  const paper = computed(() => (key.value ? papers.get(key.value) : undefined));
  const isLooked = ref(false);
  const isForbidden = ref(false);

  watch(
    key,
    async (value) => {
      if (value) await loadPaper(value).catch(() => (isForbidden.value = true));
      isLooked.value = true;
    },
    { immediate: true },
  );

  /** Sets the time of casting; `null`: the ballot waits for its owner. */
  async function decide(sendAt: number | null): Promise<void> {
    if (!key.value || !paper.value || paper.value.receipt) return;
    const { sendAt: _before, ...waiting } = paper.value;
    await keepPaper(key.value, sendAt === null ? waiting : { ...waiting, sendAt });
  }

  return {
    viewer,
    key,
    paper,
    /** Whether the storage of this device has not been read yet. */
    isLooking: computed(() => Boolean(viewer.value) && !isLooked.value),
    setback: computed(() => (isForbidden.value ? 'NO_STORAGE' : setbacks.get(key.value ?? ''))),
    throwInNow: () => decide(Date.now()),
    throwInLater: () => decide(null),
    forget: () => (key.value ? forgetPaper(key.value) : Promise.resolve()),
  };
}
