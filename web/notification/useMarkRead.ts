import { useApolloClient } from '@vue/apollo-composable';
import { InboxItemPartsFragmentDoc, MarkInboxReadDocument, type InboxItemPartsFragment } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';
import { writeUnread } from './useUnread.ts';

type Item = Pick<InboxItemPartsFragment, 'id' | 'readAt'>;

/**
 * Marks a message or all messages as read: at once on the screen, then on the server, whose count replaces the old
 * one.
 */
export function useMarkRead() {
  const { client } = useApolloClient();
  const { send, busy, failure } = useSend(MarkInboxReadDocument, (data) => data.markInboxRead);

  const writeRead = (items: readonly Item[]) => {
    const readAt = new Date().toISOString();
    for (const { id } of items.filter((item) => item.readAt === null)) {
      client.cache.updateFragment(
        {
          id: client.cache.identify({ __typename: 'InboxItem', id }),
          fragment: InboxItemPartsFragmentDoc,
          fragmentName: 'InboxItemParts',
        },
        (known) => known && { ...known, readAt },
      );
    }
  };
  const sendIds = async (ids: string[] | null) => {
    const payload = await send({ ids });
    if (payload) writeUnread(client.cache, payload.unreadCount);
    return payload !== null;
  };
  return {
    busy,
    failure,
    writeRead,
    markRead: async (item: Item) => {
      if (item.readAt !== null) return;
      writeRead([item]);
      await sendIds([item.id]);
    },
    markAllRead: async (shown: readonly Item[]) => {
      if (await sendIds(null)) writeRead(shown);
    },
  };
}
