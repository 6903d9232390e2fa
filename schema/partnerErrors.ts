import type { ErrorCode } from '../server/kernel/errors.ts';

/** Codes that GraphQL's own checks and the server's last resort give, beside those of the domains. */
type OtherCode =
  'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'PERSISTED_QUERY_NOT_SUPPORTED' | 'BAD_REQUEST' | 'INTERNAL';

interface Explained {
  readonly meaning: string;
  /** Advice for a partner's program. */
  readonly reaction: string;
}

/** Every code of a top-level error: the compiler requires an entry for each code of the server. */
export const topLevelErrors: Readonly<Record<ErrorCode | OtherCode, Explained>> = {
  BAD_CURSOR: {
    meaning: 'The cursor is not one of this list or stream of this town.',
    reaction: 'Start again without a cursor.',
  },
  BAD_REQUEST: { meaning: 'The body of the HTTP request cannot be read.', reaction: 'Correct the program.' },
  BAD_USER_INPUT: {
    meaning: 'A variable or argument has a wrong value; `argument`, `limit` or `userErrors` say more.',
    reaction: 'Correct the value.',
  },
  COST_EXCEEDED: {
    meaning:
      'The operation is larger than one operation may be; `limit` is the figure, `of` names another one than cost.',
    reaction: 'Ask for less at once. Waiting does not help.',
  },
  FORBIDDEN: {
    meaning: 'The key may not do this; `scope` names the scope that it lacks.',
    reaction: 'End, and ask the town hall for a key with the scope.',
  },
  GRAPHQL_PARSE_FAILED: { meaning: 'The text is not GraphQL (HTTP).', reaction: 'Correct the query.' },
  GRAPHQL_VALIDATION_FAILED: { meaning: 'The query does not fit the schema.', reaction: 'Correct the query.' },
  HTTP_ONLY: { meaning: 'The operation is not served over WebSocket.', reaction: 'Send it over HTTP.' },
  INTERNAL: {
    meaning: 'The server made a mistake; its log has the `requestId`.',
    reaction: 'Try again later, and tell the operator the `requestId`.',
  },
  NOT_FOUND: {
    meaning: 'The object does not exist, is not for this key, or belongs to another town.',
    reaction: 'Remove what the program knows about it.',
  },
  PASSKEY_REQUIRED: {
    meaning: 'An admin or operator needs a session that was opened with a passkey; keys never get this code.',
    reaction: 'Nothing: programs are not concerned.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    meaning: 'The server knows hashes of its own web app only.',
    reaction: 'Send the text of the query.',
  },
  RATE_LIMITED: {
    meaning: 'A rate is used up (HTTP status 429).',
    reaction: 'Send it again after `retryAfter` seconds.',
  },
  SOCKET_ONLY: { meaning: 'The operation is not served over HTTP.', reaction: 'Send it over WebSocket.' },
  UNAUTHENTICATED: {
    meaning:
      'The key is unknown, has ended, was revoked, or comes from an address that is not its own (HTTP status 401).',
    reaction: 'End, and ask the town hall for a key.',
  },
  UNAVAILABLE: {
    meaning: 'The server cannot answer at the moment.',
    reaction: 'Send it again after `retryAfter` seconds.',
  },
};
