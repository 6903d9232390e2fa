import { EventLiveDocument, type EventPartsFragment } from '../../gql/graphql.ts';
import { useLive } from '../../shared/live.ts';

/**
 * Calls `reread` when the event or one of its dates changes, so that an open page shows that it was moved or cancelled.
 * The feed of its first group reports it; the first message is the state that the page has read already.
 */
export function useEventLive(event: () => EventPartsFragment | null, reread: () => void): void {
  let isFirst = true;
  useLive({
    document: EventLiveDocument,
    variables: () => {
      const groupId = event()?.groups[0]?.id;
      return groupId === undefined ? null : { groupId };
    },
    cursorOf: (data) => data.feed.cursor,
    onMessage: ({ feed }) => {
      const id = event()?.id;
      const isMeant = feed.entries.some(({ subject }) => subject?.__typename === 'Event' && subject.id === id);
      if (!isFirst && (isMeant || feed.reset)) reread();
      isFirst = false;
    },
  });
}
