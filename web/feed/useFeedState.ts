import { computed, ref } from 'vue';
import type { LiveState } from '../ui/liveState.ts';

/**
 * State of the dot beside a feed. The subscriptions share one connection, so each of them reports the state for all.
 */
export function useFeedState(paused: () => boolean) {
  const heard = ref<LiveState>('reconnecting');
  return {
    state: computed((): LiveState => (paused() ? 'paused' : heard.value)),
    tell: (state: LiveState) => {
      if (state === 'live' || state === 'reconnecting') heard.value = state;
    },
  };
}
