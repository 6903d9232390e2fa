import { computed, ref } from 'vue';
import type { LiveState } from '../ui/liveState.ts';

/** What the dot beside a feed says: its streams share one line, so any of them knows. */
export function useFeedState(paused: () => boolean) {
  const heard = ref<LiveState>('reconnecting');
  return {
    state: computed((): LiveState => (paused() ? 'paused' : heard.value)),
    tell: (state: LiveState) => {
      if (state === 'live' || state === 'reconnecting') heard.value = state;
    },
  };
}
