import { useApolloClient } from '@vue/apollo-composable';
import { GroupFeedDocument, TownFeedDocument } from '../gql/graphql.ts';
import { useFollowing } from '../group/useFollowing.ts';
import { townFeedVariables } from './townFeedVariables.ts';
import type { FeedSource } from './useFeed.ts';

const first = 15;
/** Maximum number of group ids that the server accepts; for an account it knows the groups itself. */
const mostGroups = 100;
/**
 * Pages bypass the lists of the cache, because the feed keeps its entries itself; only polls are read from the cache.
 */
const fetchPolicy = 'network-only';
const keepFeed = () => import('./keepForLater.ts');

/** Source of the feed of all groups that the visitor follows, with or without an account. */
export function useTownSource(ags: () => string): () => FeedSource | null {
  const { client } = useApolloClient();
  const { followedIds, isKnown, isSignedIn } = useFollowing(ags);
  return () => {
    if (!isKnown.value) return null;
    const groupIds = isSignedIn.value ? [] : followedIds.value.toSorted().slice(0, mostGroups);
    return {
      key: [ags(), ...followedIds.value.toSorted()].join(' '),
      readPage: async (after) => {
        const variables = townFeedVariables(ags(), groupIds, after);
        const { data } = await client.query({ query: TownFeedDocument, variables, fetchPolicy });
        if (after === null)
          void keepFeed().then(({ keepForLater }) => keepForLater(client, variables).catch(() => undefined));
        return data.municipality?.feed ?? null;
      },
    };
  };
}

/** Source of the feed of one group. */
export function useGroupSource(id: () => string): () => FeedSource {
  const { client } = useApolloClient();
  return () => ({
    key: id(),
    readPage: async (after) => {
      const { data } = await client.query({
        query: GroupFeedDocument,
        variables: { id: id(), first, after },
        fetchPolicy,
      });
      return data.group?.feed ?? null;
    },
  });
}
