import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/vue-virtual';
import { computed, watch, type ComponentPublicInstance, type Ref } from 'vue';
import type { IssueCardFragment } from '../../gql/graphql.ts';
import { focusedId } from './useCardFocus.ts';

interface Column {
  readonly cards: () => readonly IssueCardFragment[];
  readonly hasMore: () => boolean;
  readonly loadMore: () => void;
  /** Number of cards before the end at which the next page is loaded. */
  readonly ahead: () => number;
}

/** Estimated height in pixels of a card with one line of text; rendered cards are measured. */
const usualHeight = 108;
const gap = 6;
/** Number of empty cards that announce further ones. */
const skeletons = 2;

/** Renders only the visible cards of a column and the focused one, which keys must find wherever it is. */
export function useColumnWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  { cards, hasMore, loadMore, ahead }: Column,
) {
  const focused = computed(() =>
    focusedId.value === null ? -1 : cards().findIndex(({ id }) => id === focusedId.value),
  );
  const count = computed(() => cards().length + (hasMore() ? skeletons : 0));
  const options = computed(() => optionsFor(count.value, focused.value));
  // A new function for each focused card, because only that makes the virtualizer update its rows.
  const optionsFor = (length: number, pinned: number) => ({
    count: length,
    gap,
    overscan: 3,
    paddingStart: 4,
    paddingEnd: 8,
    getScrollElement: () => scroller.value,
    estimateSize: () => usualHeight,
    getItemKey: (index: number) => cards()[index]?.id ?? `more-${index}`,
    rangeExtractor: (range: Range) => withFocused(range, pinned),
  });
  const virtualizer = useVirtualizer(options);
  const rows = computed(() =>
    virtualizer.value
      .getVirtualItems()
      .map(({ key, index, start }) => ({ key: String(key), index, start, card: cards()[index] })),
  );
  watch(
    () => [rows.value.findLast(({ index }) => index !== focused.value)?.index ?? 0, cards().length, hasMore()] as const,
    ([last, loaded, isMore]) => {
      if (isMore && last >= loaded - ahead()) loadMore();
    },
    { immediate: true },
  );
  return {
    rows,
    height: computed(() => virtualizer.value.getTotalSize()),
    measure: (row: Element | ComponentPublicInstance | null) =>
      virtualizer.value.measureElement(row instanceof HTMLElement ? row : null),
  };
}

function withFocused(range: Range, focused: number): number[] {
  const inSight = defaultRangeExtractor(range);
  return focused < 0 || inSight.includes(focused) ? inSight : [...inSight, focused].toSorted((a, b) => a - b);
}
