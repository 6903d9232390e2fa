import type { ReadyOperation } from './readyOperation.ts';

/** Example queries. */
export const askOperations: readonly ReadyOperation[] = [
  {
    id: 'key',
    scope: null,
    query: `query WhoAmI {
  partnerKey { name scopes expiresAt municipality { ags name } }
}`,
    variables: () => ({}),
  },
  {
    id: 'towns',
    scope: null,
    query: `query Towns($search: String) {
  municipalities(search: $search, onPlatform: true, first: 20) {
    edges { node { ags name kind county population modules } }
  }
}`,
    variables: () => ({ search: null }),
  },
  {
    id: 'board',
    scope: 'ISSUES_READ',
    query: `query Board($ags: String!, $after: PageCursor) {
  municipality(ags: $ags) {
    issues(first: 20, after: $after, stages: [NEW, REVIEWED, IN_PROGRESS]) {
      edges { node { reference status category { name } place { address point { lat lon } } updatedAt } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
    variables: ({ ags }) => ({ ags, after: null }),
  },
  {
    id: 'issue',
    scope: 'ISSUES_READ',
    query: `query Issue($ags: String!, $reference: String!) {
  issue(ags: $ags, reference: $reference) {
    reference status text desk { name }
    history { at from to by message }
  }
}`,
    variables: ({ ags, reference }) => ({ ags, reference }),
  },
  {
    id: 'categories',
    scope: 'ISSUES_WRITE',
    query: `query Categories($ags: String!) {
  municipality(ags: $ags) { id centre { lat lon } issueCategories { id kind name } }
}`,
    variables: ({ ags }) => ({ ags }),
  },
  {
    id: 'posts',
    scope: 'POSTS_READ',
    query: `query Posts($ags: String!, $after: PageCursor) {
  municipality(ags: $ags) {
    posts(first: 10, after: $after) {
      edges { node { id title sender publishedAt excerpt html } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
    variables: ({ ags }) => ({ ags, after: null }),
  },
  {
    id: 'polls',
    scope: 'POLLS_READ',
    query: `query Polls($ags: String!) {
  municipality(ags: $ags) {
    polls(first: 10, state: OPEN) {
      edges { node { id title closesAt resultsVisibility questions { text options { label } } } }
    }
  }
}`,
    variables: ({ ags }) => ({ ags }),
  },
  {
    id: 'results',
    scope: 'POLLS_READ',
    query: `query Results($pollId: ID!) {
  pollResults(pollId: $pollId) {
    ... on PollTally { turnout isFinal questions { options { option { label } votes } } }
    ... on HiddenResults { turnout hiddenBecause }
  }
}`,
    variables: ({ pollId }) => ({ pollId }),
  },
  {
    id: 'events',
    scope: 'EVENTS_READ',
    query: `query Events($ags: String!, $after: PageCursor) {
  municipality(ags: $ags) {
    occurrences(first: 10, after: $after) {
      edges { node { id startsAt endsAt state movedFrom place event { title state } slots { title capacity taken } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
    variables: ({ ags }) => ({ ags, after: null }),
  },
  {
    id: 'groups',
    scope: 'GROUPS_READ',
    query: `query Groups($ags: String!) {
  municipality(ags: $ags) {
    groups(first: 50) { edges { node { id name purpose joinPolicy memberCount } } }
  }
}`,
    variables: ({ ags }) => ({ ags }),
  },
];
