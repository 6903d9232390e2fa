import type { ReadyOperation } from './readyOperation.ts';

/** Example subscriptions, with a cursor to resume. */
export const liveOperations: readonly ReadyOperation[] = [
  {
    id: 'boardLive',
    scope: 'ISSUES_READ',
    query: `subscription BoardLive($municipalityId: ID!, $after: StreamCursor) {
  issueBoard(municipalityId: $municipalityId, after: $after) {
    cursor reset removedIds
    entries { reference status category { name } place { address point { lat lon } } }
  }
}`,
    variables: ({ municipalityId }) => ({ municipalityId, after: null }),
  },
  {
    id: 'issueLive',
    scope: 'ISSUES_READ',
    query: `subscription IssueLive($id: ID!, $after: StreamCursor) {
  issue(id: $id, after: $after) { cursor issue { reference status lastMove { at by to message } } }
}`,
    variables: ({ issueId }) => ({ id: issueId, after: null }),
  },
  {
    id: 'resultsLive',
    scope: 'POLLS_READ',
    query: `subscription ResultsLive($pollId: ID!, $after: StreamCursor) {
  pollResults(pollId: $pollId, after: $after) {
    ... on PollTally { cursor turnout isFinal questions { options { option { label } votes } } }
    ... on HiddenResults { cursor turnout hiddenBecause }
  }
}`,
    variables: ({ pollId }) => ({ pollId, after: null }),
  },
  {
    id: 'feedLive',
    scope: 'POSTS_READ',
    query: `subscription FeedLive($groupId: ID!, $after: StreamCursor) {
  feed(groupId: $groupId, after: $after) {
    cursor reset removedIds
    entries { id kind at subject { ... on Post { title } ... on Poll { title } } }
  }
}`,
    variables: ({ townGroupId }) => ({ groupId: townGroupId, after: null }),
  },
  {
    id: 'seatsLive',
    scope: 'EVENTS_READ',
    query: `subscription SeatsLive($occurrenceId: ID!, $after: StreamCursor) {
  eventSeats(occurrenceId: $occurrenceId, after: $after) {
    cursor occurrence { startsAt state event { title } } slots { kind title capacity taken }
  }
}`,
    variables: ({ occurrenceId }) => ({ occurrenceId, after: null }),
  },
];
