import { computed, nextTick, ref, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';

interface Option {
  readonly id: string;
  readonly label: string;
}
type Button = readonly [act: 'add' | 'up' | 'down' | 'remove', id: string | undefined];

/**
 * Ranks options by buttons. A pressed button moves or disappears, so the focus moves to a useful button, and a screen
 * reader announces the new place.
 */
export function useRanking<Shown extends Option>(
  options: () => readonly Shown[],
  max: () => number,
  ranked: Ref<readonly string[]>,
  box: Readonly<Ref<HTMLElement | null>>,
) {
  const tell = usePlaces(options);
  const spoken = ref('');
  const rest = computed(() => options().filter(({ id }) => !ranked.value.includes(id)));
  /** Sets the ranking and announces the place. The text is computed first, because the model may update later. */
  const put = (next: readonly string[], id: string) => {
    spoken.value = tell(next, id);
    ranked.value = next;
  };
  const focus = (...wanted: readonly Button[]) => void focusFirst(box, wanted);
  return {
    spoken,
    rest,
    rows: computed(() => ranked.value.flatMap((id) => options().find((option) => option.id === id) ?? [])),
    isFull: computed(() => ranked.value.length >= max()),
    add: (id: string) => {
      if (ranked.value.length >= max()) return;
      const at = rest.value.findIndex((option) => option.id === id);
      const others = rest.value.filter((option) => option.id !== id);
      put([...ranked.value, id], id);
      focus(['add', (others[at] ?? others.at(-1))?.id], ['up', id], ['remove', id]);
    },
    move: (id: string, by: 1 | -1) => {
      const at = ranked.value.indexOf(id);
      const others = ranked.value.filter((other) => other !== id);
      put(others.toSpliced(at + by, 0, id), id);
      focus([by < 0 ? 'up' : 'down', id], [by < 0 ? 'down' : 'up', id]);
    },
    remove: (id: string) => {
      const at = ranked.value.indexOf(id);
      const others = ranked.value.filter((other) => other !== id);
      put(others, id);
      focus(['remove', others[at] ?? others.at(-1)], ['add', id]);
    },
  };
}

function usePlaces(options: () => readonly Option[]) {
  const { t } = useI18n();
  return (ranked: readonly string[], id: string) => {
    const option = options().find((one) => one.id === id)?.label;
    const place = ranked.indexOf(id) + 1;
    return place > 0 ? t('ranking.placed', { option, place, n: ranked.length }) : t('ranking.removed', { option });
  };
}

async function focusFirst(box: Readonly<Ref<HTMLElement | null>>, wanted: readonly Button[]): Promise<void> {
  await nextTick();
  for (const [act, id] of wanted) {
    const button = box.value?.querySelector<HTMLElement>(`[data-act="${act}"][data-id="${id ?? ''}"]:not(:disabled)`);
    if (button) return button.focus();
  }
}
