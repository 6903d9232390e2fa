import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue';
import { UnreadCountDocument, UnreadLiveDocument } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { useLive } from '../shared/live.ts';

/** How many messages are not opened yet; null: nobody is signed in, or not known yet. */
type Unread = ComputedRef<number | null>;
const unreadKey: InjectionKey<Unread> = Symbol('unread');

/** One stream for all bells of a page; it goes on while pages change. */
export function provideUnread(): void {
  const { client } = useApolloClient();
  const { isSignedIn } = useViewer();
  const { result } = useQuery(UnreadCountDocument, {}, () => ({ enabled: isSignedIn.value }));
  useLive({
    document: UnreadLiveDocument,
    variables: () => (isSignedIn.value ? {} : null),
    cursorOf: (data) => data.inbox.cursor,
    onMessage: ({ inbox }) => writeUnread(client.cache, inbox.unreadCount),
  });
  provide(
    unreadKey,
    computed(() => (isSignedIn.value ? (result.value?.viewer?.unreadCount ?? null) : null)),
  );
}

export function useUnread(): Unread {
  const unread = inject(unreadKey);
  if (!unread) throw new Error('useUnread works below TownLayout only');
  return unread;
}

/** For every place that shows the number. */
export function writeUnread(cache: ReturnType<typeof useApolloClient>['client']['cache'], unreadCount: number): void {
  cache.updateQuery({ query: UnreadCountDocument }, (known) =>
    known?.viewer ? { viewer: { ...known.viewer, unreadCount } } : undefined,
  );
}
