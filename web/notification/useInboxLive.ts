import { useApolloClient } from '@vue/apollo-composable';
import { shallowRef } from 'vue';
import {
  InboxDocument,
  InboxItemPartsFragmentDoc,
  InboxLiveDocument,
  type InboxItemPartsFragment,
  type InboxLiveSubscription,
} from '../gql/graphql.ts';
import { useLive } from '../shared/live.ts';
import { freshItems, hasGap } from './inbox.ts';
import { useMarkRead } from './useMarkRead.ts';

/** Variables of the first page in the cache; later pages are appended to it. */
export const inboxPage = { first: 20 };

/**
 * Keeps the inbox up to date: messages that were opened elsewhere are marked at once, new ones wait above the list
 * until the reader asks for them, so that nothing moves. `known` is null until the list was read.
 */
export function useInboxLive(known: () => readonly InboxItemPartsFragment[] | null, startOver: () => unknown) {
  const { client } = useApolloClient();
  const { writeRead } = useMarkRead();
  const waiting = shallowRef<readonly InboxItemPartsFragment[]>([]);

  const showWaiting = () => {
    const fresh = waiting.value.map((node) => ({ __typename: 'InboxItemEdge', node }));
    waiting.value = [];
    client.cache.updateQuery({ query: InboxDocument, variables: inboxPage }, (shown) => {
      if (!shown?.viewer) return undefined;
      const { inbox } = shown.viewer;
      return { viewer: { ...shown.viewer, inbox: { ...inbox, edges: [...fresh, ...inbox.edges] } } };
    });
  };
  const take = ({ entries, reset, unreadCount }: InboxLiveSubscription['inbox']) => {
    const shown = known() ?? [];
    if (reset && hasGap(shown, entries)) return void startOver();
    for (const data of entries) {
      client.cache.writeFragment({ fragment: InboxItemPartsFragmentDoc, fragmentName: 'InboxItemParts', data });
    }
    if (unreadCount === 0) writeRead(shown);
    waiting.value = [...freshItems([...waiting.value, ...shown], entries), ...waiting.value];
    if (shown.length === 0) showWaiting();
  };
  const { state } = useLive({
    document: InboxLiveDocument,
    variables: () => (known() ? {} : null),
    cursorOf: (data) => data.inbox.cursor,
    onMessage: ({ inbox }) => take(inbox),
  });
  return { state, waiting, showWaiting };
}
