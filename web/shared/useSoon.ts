import { onScopeDispose } from 'vue';

/**
 * Runs `act` once for all recent calls, after a random time between the two, so that not all colleagues ask the server
 * at the same moment.
 */
export function useSoon(act: () => void, leastMs: number, mostMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));
  return () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        act();
      },
      leastMs + Math.random() * (mostMs - leastMs),
    );
  };
}
