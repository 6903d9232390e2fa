import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { InboxDocument } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { inboxPage, useInboxLive } from './useInboxLive.ts';
import { useMarkRead } from './useMarkRead.ts';
import { useUnread } from './useUnread.ts';

/** Messages of the viewer, page by page. */
export function useInbox() {
  const { failureOf } = useErrorTexts();
  const { viewer, isSignedIn } = useViewer();
  const unread = useUnread();
  const { markRead, markAllRead, busy, failure } = useMarkRead();
  const { result, loading, error, refetch, fetchMore } = useQuery(InboxDocument, inboxPage, () => ({
    enabled: isSignedIn.value,
  }));
  const connection = computed(() => result.value?.viewer?.inbox);
  const items = computed(() => connection.value?.edges.map(({ node }) => node) ?? []);
  const live = useInboxLive(() => (connection.value ? items.value : null), refetch);

  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        if (!before.viewer || !next?.viewer) return before;
        const edges = [...before.viewer.inbox.edges, ...next.viewer.inbox.edges];
        return { ...next, viewer: { ...next.viewer, inbox: { ...next.viewer.inbox, edges } } };
      },
    });
  return {
    ...live,
    viewer,
    items,
    hasUnread: computed(() => (unread.value ?? 0) > 0),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : failure.value)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
    markRead,
    markAllRead: () => markAllRead(items.value),
    busy,
  };
}
