/** The part of the product's schema that the citizens' home page reads. Enums are Strings here. */
export const pageTypeDefs = /* GraphQL */ `
  scalar StreamCursor
  scalar PageCursor
  scalar DateTime
  type Group {
    id: ID!
    name: String!
    picture: String!
    isTown: Boolean!
    joinPolicy: String!
  }
  type Permission {
    allowed: Boolean!
    code: String
  }
  type Picture {
    url: String!
    width: Int!
    height: Int!
  }
  "The page that is compared has none on its ballots."
  type OptionPicture {
    id: ID!
    alt: String
    small: Picture!
  }
  type PollOption {
    id: ID!
    label: String!
    picture: OptionPicture
  }
  type Question {
    id: ID!
    text: String!
    kind: String!
    minChoices: Int!
    maxChoices: Int!
    optionOrder: String!
    options: [PollOption!]!
  }
  type OptionTally {
    optionId: ID!
    votes: Int!
  }
  type RunOffVotes {
    optionId: ID!
    votes: Int!
  }
  type RunOffRound {
    votes: [RunOffVotes!]!
    exhausted: Int!
    eliminatedIds: [ID!]!
    tie: String
  }
  "Of rankings; the page that is compared has none."
  type RunOff {
    ballots: Int!
    rounds: [RunOffRound!]!
    winnerId: ID
  }
  type QuestionTally {
    question: Question!
    options: [OptionTally!]!
    runOff: RunOff
  }
  type PollTally {
    turnout: Int!
    isFinal: Boolean!
    questions: [QuestionTally!]!
    cursor: StreamCursor!
  }
  type HiddenResults {
    turnout: Int!
    hiddenBecause: String!
    cursor: StreamCursor!
  }
  union PollResults = PollTally | HiddenResults
  type QuestionVariant {
    text: String!
    options: [String!]!
  }
  type PollVariant {
    locale: String!
    title: String!
    description: String
    questions: [QuestionVariant!]!
  }
  "The page that is compared has open polls only."
  type PollOutcome {
    html: String!
    excerpt: String!
    resolutionUrl: String
    givenAt: DateTime!
    revisedAt: DateTime
  }
  type Poll {
    id: ID!
    state: String!
    title: String!
    description: String
    opensAt: DateTime!
    closesAt: DateTime!
    closedAt: DateTime
    confirmedAt: DateTime
    outcome: PollOutcome
    eligibleCount: Int
    resultsVisibility: String!
    eligibility: String!
    assurance: String!
    secrecy: String!
    changeAllowed: Boolean!
    group: Group!
    results: PollResults!
    questions: [Question!]!
    variants: [PollVariant!]!
    viewerHasVoted: Boolean!
    viewerCanVote: Permission!
    viewerCanClose: Permission!
  }
  type PostVariant {
    locale: String!
    title: String!
    excerpt: String!
  }
  type PostRevision {
    version: Int!
    change: String!
    at: DateTime!
  }
  type Post {
    id: ID!
    title: String!
    excerpt: String!
    publishedAt: DateTime
    sender: String!
    variants: [PostVariant!]!
    lastChange: PostRevision
    poll: Poll
  }
  type IssueCategoryVariant {
    locale: String!
    name: String!
  }
  type IssueCategory {
    id: ID!
    name: String!
    variants: [IssueCategoryVariant!]!
  }
  type Place {
    address: String
  }
  type IssueMove {
    id: ID!
    at: DateTime!
    message: String
  }
  type IssueTitleVariant {
    locale: String!
    title: String!
  }
  type Issue {
    id: ID!
    title: String!
    titleVariants: [IssueTitleVariant!]!
    kind: String!
    reference: String!
    category: IssueCategory!
    status: String!
    stage: String!
    place: Place!
    text: String!
    lastMove: IssueMove
  }
  "The page that is compared has no events."
  type Occurrence {
    id: ID!
    startsAt: DateTime!
    endsAt: DateTime!
    movedFrom: DateTime
    place: String
    state: String!
  }
  "Picture of an event; the page that is compared has none."
  type Photo {
    id: ID!
    alt: String
    small: Picture!
  }
  type Event {
    id: ID!
    title: String!
    cover: Photo
    startsAt: DateTime!
    endsAt: DateTime!
    isAllDay: Boolean!
    place: String
    state: String!
    takesAnswers: Boolean!
    timeZone: String!
    variants: [PostVariant!]!
    nextOccurrence: Occurrence
  }
  union FeedSubject = Post | Poll | Issue | Event
  type FeedEntry {
    id: ID!
    at: DateTime!
    because: [Group!]!
    subject: FeedSubject
  }
  type FeedEdge {
    node: FeedEntry!
  }
  type PageInfo {
    hasNextPage: Boolean!
    endCursor: PageCursor
  }
  type FeedStream {
    group: Group!
    cursor: StreamCursor!
  }
  type FeedConnection {
    edges: [FeedEdge!]!
    pageInfo: PageInfo!
    streams: [FeedStream!]!
  }
  type Municipality {
    id: ID!
    feed(groupIds: [ID!], first: Int, after: PageCursor): FeedConnection
  }
  type Query {
    municipality(ags: String!): Municipality
  }
`;
