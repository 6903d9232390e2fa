import { onScopeDispose, ref, watch, type Ref } from 'vue';

/** Whether an element is on the screen or close to it; always true where the browser cannot observe it. */
export function useSeen(element: Readonly<Ref<HTMLElement | null>>) {
  const isSeen = ref(typeof IntersectionObserver === 'undefined');
  if (isSeen.value) return isSeen;
  const look: IntersectionObserverCallback = (looks) => (isSeen.value = looks.at(-1)?.isIntersecting ?? false);
  const observer = new IntersectionObserver(look, { rootMargin: '300px', scrollMargin: '300px' });
  watch(element, (shown) => {
    observer.disconnect();
    if (shown) observer.observe(shown);
  });
  onScopeDispose(() => observer.disconnect());
  return isSeen;
}
