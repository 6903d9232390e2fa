import { onUnmounted, type Ref, ref, watch } from 'vue';

/** Interval in milliseconds at which a state is read while it is on its way. */
const pollMs = 1000;
/** Number of reads after which the page stops waiting. */
const mostPolls = 30;

/** Calls `read` again and again while a message is on its way. `start` begins anew after a message was sent. */
export function usePolling(isWaiting: Ref<boolean>, read: () => Promise<unknown>): { start: () => void } {
  const polls = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const poll = async () => {
    polls.value += 1;
    await read();
    if (isWaiting.value && polls.value < mostPolls) timer = setTimeout(() => void poll(), pollMs);
  };
  const start = () => {
    clearTimeout(timer);
    polls.value = 0;
    timer = setTimeout(() => void poll(), pollMs);
  };
  watch(isWaiting, (waits) => {
    if (waits && polls.value === 0) start();
  });
  onUnmounted(() => {
    clearTimeout(timer);
  });
  return { start };
}
