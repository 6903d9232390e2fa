import { useApolloClient } from '@vue/apollo-composable';
import { watch } from 'vue';
import { MarkInboxReadDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';
import { useUnread, writeUnread } from './useUnread.ts';

/** Marks the messages about a subject as read when the subject itself is shown. `subject`: its id once it is shown. */
export function useOpened(subject: () => string | undefined): void {
  const { client } = useApolloClient();
  const unread = useUnread();
  const { send } = useSend(MarkInboxReadDocument, (data) => data.markInboxRead);

  watch(
    [subject, () => unread.value !== null],
    async ([about]) => {
      if (about === undefined || !unread.value) return;
      const payload = await send({ about });
      if (payload) writeUnread(client.cache, payload.unreadCount);
    },
    { immediate: true },
  );
}
