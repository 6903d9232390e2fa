import { useApolloClient } from '@vue/apollo-composable';
import { LivePollFragmentDoc, PollResultsLiveDocument, type PollHeadFragment } from '../gql/graphql.ts';
import { useLive } from '../shared/live.ts';

/**
 * Keeps the cached results of a poll up to date from the cursor of its query, for all components that show the poll.
 */
export function usePollLive(poll: () => PollHeadFragment | null) {
  const { client } = useApolloClient();
  return useLive({
    document: PollResultsLiveDocument,
    variables: () => {
      const shown = poll();
      return shown ? { pollId: shown.id } : null;
    },
    startCursor: () => poll()?.results.cursor,
    cursorOf: (data) => data.pollResults.cursor,
    onMessage: ({ pollResults }) => {
      const { poll: head, ...results } = pollResults;
      client.cache.writeFragment({
        id: client.cache.identify({ __typename: 'Poll', id: head.id }),
        fragment: LivePollFragmentDoc,
        fragmentName: 'LivePoll',
        data: { ...head, results },
      });
    },
  });
}
