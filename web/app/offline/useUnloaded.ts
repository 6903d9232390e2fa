import { computed, ref } from 'vue';
import { START_LOCATION, useRouter } from 'vue-router';
import { line } from '../../offline/line.ts';
import { useErrorTexts } from '../../shared/errors.ts';

/**
 * Page that was asked for and whose script could not be loaded: its path, and the failure in words; null: none. While
 * there is a connection, a new release has replaced the script, and the browser reloads the page.
 */
export function useUnloaded() {
  const router = useRouter();
  const { failureOf } = useErrorTexts();
  const path = ref<string | null>(null);
  router.onError((_error, to, from) => {
    if (navigator.onLine && !line.isCut && from !== START_LOCATION) window.location.assign(to.fullPath);
    else path.value = to.fullPath;
  });
  router.afterEach(() => (path.value = null));
  return computed(() => (path.value === null ? null : { path: path.value, failure: failureOf(null) }));
}
