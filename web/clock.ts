import { onScopeDispose, ref } from 'vue';

/** The current time, renewed twice a minute: for "noch 2 Tage", never for asking the server. */
export function useNow() {
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), 30_000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
