import { computed, ref, shallowRef } from 'vue';
import type { IssueCardFragment } from '../../gql/graphql.ts';

/** The server moves no more at once. */
const mostChosen = 50;

/** Cards that are chosen to be moved together; what leaves the board is no longer chosen. */
export function useChosen(cards: () => readonly IssueCardFragment[]) {
  const ids = shallowRef<ReadonlySet<string>>(new Set());
  /** One more was wished than can be moved at once. */
  const isFull = ref(false);
  const put = (next: ReadonlySet<string>) => {
    isFull.value = next.size > mostChosen;
    if (!isFull.value) ids.value = next;
  };
  return {
    chosen: computed(() => cards().filter(({ id }) => ids.value.has(id))),
    isChosen: (id: string) => ids.value.has(id),
    isFull,
    toggle: (id: string) =>
      put(ids.value.has(id) ? new Set([...ids.value].filter((one) => one !== id)) : new Set([...ids.value, id])),
    add: (...more: readonly string[]) => put(new Set([...ids.value, ...more])),
    clear: () => put(new Set()),
  };
}
