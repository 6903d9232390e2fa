/** The part of the product's schema that peers serve, so that every server answers the same documents. */
export const typeDefs = /* GraphQL */ `
  scalar StreamCursor
  scalar DateTime
  enum PollState {
    SCHEDULED
    OPEN
    CLOSED
  }
  type Poll {
    id: ID!
    state: PollState!
    closedAt: DateTime
    eligibleCount: Int
  }
  type Question {
    id: ID!
  }
  type OptionTally {
    optionId: ID!
    votes: Int!
  }
  type QuestionTally {
    question: Question!
    options: [OptionTally!]!
  }
  type PollTally {
    poll: Poll!
    turnout: Int!
    isFinal: Boolean!
    questions: [QuestionTally!]!
    cursor: StreamCursor!
  }
  type Post {
    id: ID!
    title: String!
    body: String!
  }
  union FeedSubject = Post
  type AlertInstruction {
    text: String!
    since: DateTime!
    isNew: Boolean!
  }
  type AlertText {
    locale: String!
    headline: String!
    description: String!
    instructions: [AlertInstruction!]!
  }
  type Incident {
    id: ID!
    kind: String!
    status: String!
    state: String!
    level: Int!
    expiresAt: DateTime
  }
  type Alert {
    id: ID!
    number: Int!
    msgType: String!
    level: Int!
    sender: String!
    area: String!
    sentAt: DateTime
    expiresAt: DateTime!
    texts: [AlertText!]!
    incident: Incident!
  }
  type AlertsUpdate {
    entries: [Alert!]!
    reset: Boolean!
    cursor: StreamCursor!
  }
  type PollOption {
    id: ID!
  }
  type Ballot {
    options: [PollOption!]!
  }
  type UserError {
    code: String!
  }
  type CastVotePayload {
    ballot: Ballot
    userErrors: [UserError!]!
  }
  input CastVoteInput {
    pollId: ID!
    optionIds: [ID!]!
  }
  type Query {
    isUp: Boolean!
  }
  type Mutation {
    castVote(input: CastVoteInput!): CastVotePayload!
  }
  type Subscription {
    alerts(municipalityId: ID!, after: StreamCursor): AlertsUpdate!
    pollResults(pollId: ID!, after: StreamCursor): PollTally!
  }
`;

/** Channel on which the states of a poll are published; the payload is the state itself. */
export function pollChannel(pollId: string): string {
  return `pollResults:${pollId}`;
}

/** Channel on which the warnings of a town are published; the payload is the message of the subscription. */
export function alertsChannel(municipalityId: string): string {
  return `alerts:${municipalityId}`;
}

/** The UUID in a global id. */
export function uuidOf(globalId: string): string {
  return Buffer.from(globalId, 'base64url').toString().split(':')[1] ?? '';
}

/** Interval of pings in milliseconds, equal to the product's, so that heartbeats cost every server the same. */
export const keepAliveMs = 7000;

/** A peer's setting from the environment; throws if it is missing. */
export function setting(
  name: 'PORT' | 'REDIS_URL' | 'DATABASE_URL' | 'CAST_VOTES_SQL' | 'SMTP_URL' | 'PUSH_ORIGIN' | 'SMS_ORIGIN' | 'FOLDER',
): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

export function isListening(): void {
  console.log('listening');
}
