import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed, inject, provide, watch, type ComputedRef, type InjectionKey } from 'vue';
import { UnreadCountDocument, UnreadLiveDocument } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { useLive } from '../shared/live.ts';

/** Number of unread messages; null: signed out, or not known yet. */
type Unread = ComputedRef<number | null>;
const unreadKey: InjectionKey<Unread> = Symbol('unread');

/** Provides the number by one subscription for all bells, which continues across pages. */
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
  const unread = computed(() => (isSignedIn.value ? (result.value?.viewer?.unreadCount ?? null) : null));
  watch(unread, (count) => void showBadge(count ?? 0));
  provide(unreadKey, unread);
}

/** Number on the icon of the installed app; 0 removes it. Other browsers refuse or have no such function. */
async function showBadge(count: number): Promise<void> {
  if ('setAppBadge' in navigator) await navigator.setAppBadge(count).catch(() => undefined);
}

export function useUnread(): Unread {
  const unread = inject(unreadKey);
  if (!unread) throw new Error('useUnread works below TownLayout only');
  return unread;
}

/** Writes the number into the cache, for all places that show it. */
export function writeUnread(cache: ReturnType<typeof useApolloClient>['client']['cache'], unreadCount: number): void {
  cache.updateQuery({ query: UnreadCountDocument }, (known) =>
    known?.viewer ? { viewer: { ...known.viewer, unreadCount } } : undefined,
  );
}
