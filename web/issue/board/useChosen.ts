import { computed, ref, shallowRef } from 'vue';
import type { IssueCardFragment } from '../../gql/graphql.ts';

/** Maximum number of cards that the server moves in one request. */
const mostChosen = 50;

/** Cards that are chosen to be moved together; cards that leave the board are removed. */
export function useChosen(cards: () => readonly IssueCardFragment[]) {
  const ids = shallowRef<ReadonlySet<string>>(new Set());
  /** Whether the last choice exceeded the maximum. */
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
