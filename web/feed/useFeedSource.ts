import { useApolloClient } from '@vue/apollo-composable';
import { GroupFeedDocument, TownFeedDocument } from '../gql/graphql.ts';
import { useFollowing } from '../group/useFollowing.ts';
import type { FeedSource } from './useFeed.ts';

const first = 15;
/** More the server does not take; of an account it knows the groups anyway. */
const mostGroups = 100;
/** Pages go past the cache's lists: what is shown is kept by the feed itself, only polls are read from the cache. */
const fetchPolicy = 'network-only';
const keepFeed = () => import('./keepForLater.ts');

/** All that the visitor follows in a town, with an account or without. */
export function useTownSource(ags: () => string): () => FeedSource | null {
  const { client } = useApolloClient();
  const { followedIds, isKnown } = useFollowing(ags);
  return () => {
    if (!isKnown.value) return null;
    const groupIds = followedIds.value.toSorted().slice(0, mostGroups);
    return {
      key: [ags(), ...followedIds.value.toSorted()].join(' '),
      readPage: async (after) => {
        const variables = { ags: ags(), groupIds, first, after };
        const { data } = await client.query({ query: TownFeedDocument, variables, fetchPolicy });
        if (after === null)
          void keepFeed().then(({ keepForLater }) => keepForLater(client, variables).catch(() => undefined));
        return data.municipality?.feed ?? null;
      },
    };
  };
}

/** What one group publishes. */
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
