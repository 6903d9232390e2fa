import { onScopeDispose, readonly, ref } from 'vue';

/** Whether the window has room for the second column of the home page: 1,100 pixels. */
export function useWide() {
  const query = matchMedia('(min-width: 1100px)');
  const isWide = ref(query.matches);
  const read = () => (isWide.value = query.matches);
  query.addEventListener('change', read);
  onScopeDispose(() => query.removeEventListener('change', read));
  return readonly(isWide);
}
