import { useQuery } from '@vue/apollo-composable';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { MarkdownDocument } from '../gql/graphql.ts';

/** The text as the server renders it, requested shortly after the last key press. */
export function usePreview(body: () => string) {
  const asked = ref(body());
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(body, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (asked.value = text), 300);
  });
  onScopeDispose(() => clearTimeout(timer));

  const { result } = useQuery(
    MarkdownDocument,
    () => ({ text: asked.value }),
    () => ({ enabled: asked.value.trim() !== '', keepPreviousResult: true, fetchPolicy: 'no-cache' as const }),
  );
  const html = computed(() => (asked.value.trim() === '' ? '' : (result.value?.markdown ?? '')));
  return {
    html,
    excerpt: computed(() => {
      const text = new DOMParser().parseFromString(html.value, 'text/html').body.textContent;
      const words = text.replace(/\s+/g, ' ').trim();
      return words.length > 280 ? `${words.slice(0, 280).replace(/\s+\S*$/, '')} …` : words;
    }),
  };
}
