import { computed, ref } from 'vue';
import { BoardLiveDocument, type IssueCardFragment } from '../gql/graphql.ts';
import { useLive } from '../live.ts';
import { applyUpdate, columnsOf, mergeCards } from './board.ts';
import { useCards } from './useCards.ts';

/** The board of a town, kept moving by the stream. `town` is null until it is known. */
export function useBoard(town: () => { id: string; ags: string } | null) {
  const { cards, isLoading, failure, load } = useCards(() => town()?.ags);
  const deskId = ref<string | null>(null);
  const live = useLive({
    document: BoardLiveDocument,
    variables: () => {
      const { id } = town() ?? {};
      return id ? { municipalityId: id } : null;
    },
    cursorOf: (data) => data.issueBoard.cursor,
    onMessage: ({ issueBoard }) => {
      cards.value = applyUpdate(cards.value, issueBoard);
      // Away for too long: the stream gives the newest page only, the rest is asked for.
      if (issueBoard.reset) void load();
    },
  });

  return {
    live,
    isLoading,
    failure,
    retry: () => void load(),
    deskId,
    columns: computed(() => columnsOf(cards.value, deskId.value)),
    total: computed(() => cards.value.size),
    /** Puts a card where it is now known to be; an older version changes nothing. */
    place: (card: IssueCardFragment) => (cards.value = mergeCards(cards.value, [card])),
    /** Puts a card back although its version did not grow: an optimistic move was refused. */
    putBack: (card: IssueCardFragment) => {
      if (cards.value.get(card.id)?.version === card.version) cards.value = new Map(cards.value).set(card.id, card);
    },
  };
}
