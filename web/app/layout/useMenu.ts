import { computed } from 'vue';
import { useTown } from '../../municipality/useTown.ts';
import { useRegistry } from '../../shared/registry.ts';

/**
 * Entries of the main menu that the visitor may use, by rank; `isInBar`: whether the bar of phones has room for the entry.
 * Empty until the town is known, because entries that appear later would move the ones already shown.
 */
export function useMenu() {
  const { pages } = useRegistry();
  const { isLoading, offers, uses, hasRole } = useTown();
  const list = () =>
    pages
      .flatMap(({ name, meta }) => (meta.navigation && offers(meta) ? [{ name, ...meta.navigation }] : []))
      .map((entry) => ({ ...entry, isInBar: !entry.isWideOnly?.({ uses, hasRole }) }))
      .toSorted((a, b) => a.rank - b.rank);
  return computed(() => (isLoading.value ? [] : list()));
}
