import { onUnmounted, ref, shallowRef, watch } from 'vue';
import { readPerson, type ShownPerson } from './missingPerson.ts';

/**
 * Person of an incident or of a waiting alert; `of` returns its global id, or null as soon as the person may not be shown:
 * then it leaves the memory at once. `version`: a change reads the person again.
 */
export function usePerson(of: () => string | null, version: () => unknown = () => null) {
  const person = shallowRef<ShownPerson | null>(null);
  const isLoading = ref(false);
  let latest = 0;
  const load = async (id: string | null): Promise<void> => {
    const mine = ++latest;
    if (id === null) {
      person.value = null;
      return;
    }
    isLoading.value = true;
    const read = await readPerson(id);
    if (mine !== latest) return;
    person.value = read;
    isLoading.value = false;
  };
  watch([of, version], ([id]) => void load(id), { immediate: true });
  onUnmounted(() => void load(null));
  return { person, isLoading };
}
