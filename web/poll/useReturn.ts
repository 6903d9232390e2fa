import { nextTick, watch, type Ref } from 'vue';
import { useRoute } from 'vue-router';

/** Name of a poll's place on a page, to which the sign-in leads back. */
export function anchorOf(pollId: string): string {
  return `poll-${pollId}`;
}

/** Scrolls to the poll and focuses it once it is complete, if the address names its place on the page. */
export function useReturn(pollId: () => string | undefined, box: Readonly<Ref<HTMLElement | null>>): void {
  const route = useRoute();
  const stop = watch(
    () => box.value !== null && pollId(),
    async (id) => {
      if (!id) return;
      await nextTick();
      stop();
      if (route.hash !== `#${anchorOf(id)}`) return;
      // The new page is scrolled to its top and focused first.
      setTimeout(() => {
        box.value?.focus({ preventScroll: true });
        box.value?.scrollIntoView({ block: 'start' });
      });
    },
    { immediate: true, flush: 'post' },
  );
}
