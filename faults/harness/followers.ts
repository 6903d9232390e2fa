import type { Client as SocketClient } from 'graphql-ws';
import type WebSocket from 'ws';
import type { Client, Data } from './http.ts';
import { numberOf } from './posts.ts';
import type { Problems } from './scenario.ts';
import { openSocket } from './sockets.ts';

const watchFeed = `subscription($id: ID!, $after: StreamCursor) { feed(groupId: $id, after: $after) {
  entries { subject { ... on Post { title } } } reset cursor } }`;
const watchTurnout = `subscription($id: ID!) { pollResults(pollId: $id) {
  ... on PollTally { turnout } ... on HiddenResults { turnout } } }`;

export interface Following {
  readonly groupId: string;
  readonly pollId: string;
  /** Subscription document for the poll; must ask for the turnout. */
  readonly watchPoll?: string;
  readonly jitterMs?: number;
}

/** A connection that ended, and when the state arrived on the next one (both by performance.now()). */
export interface Loss {
  readonly code: number;
  readonly at: number;
  backAt?: number;
}

/**
 * A client that follows a feed and a poll. After a lost connection it resumes the feed at its cursor, as the web app
 * does.
 */
export class Follower {
  /** Numbers of the posts in the order of their arrival. Correct delivery: each once and ascending. */
  readonly posts: number[] = [];
  /** Time of arrival of each post, by performance.now(). */
  readonly arrivedAt: number[] = [];
  readonly losses: Loss[] = [];
  /** Number of resets of the feed after the first message. */
  resets = 0;
  /** Turnout of the newest state of the poll; -1 before the first state. */
  turnout = -1;
  /** Number of states of the poll that arrived. */
  states = 0;
  /** Local port of the connection. */
  localPort = 0;
  readonly #socket: SocketClient;
  readonly #feed: { readonly id: string; after?: string };
  #connection: WebSocket | undefined;

  constructor(port: number, client: Client, { groupId, pollId, watchPoll = watchTurnout, jitterMs = 0 }: Following) {
    this.#socket = openSocket(port, client, {
      jitterMs,
      onClosed: (code) => {
        if (this.isThere) this.losses.push({ code, at: performance.now() });
      },
      onOpening: (connection) => {
        this.#connection = connection;
        connection.once('upgrade', ({ socket }) => (this.localPort = socket.localPort ?? 0));
      },
    });
    this.#feed = { id: groupId };
    this.#listen(watchFeed, this.#feed, ({ feed }) => {
      this.#hear(feed);
    });
    this.#listen(watchPoll, { id: pollId }, ({ pollResults }) => {
      this.turnout = pollResults.turnout;
      this.states++;
      const loss = this.losses.at(-1);
      if (loss !== undefined) loss.backAt ??= performance.now();
    });
  }

  /** Whether both subscriptions have started, and the state has arrived after every loss. */
  get isThere(): boolean {
    const loss = this.losses.at(-1);
    return this.#feed.after !== undefined && this.turnout >= 0 && (loss === undefined || loss.backAt !== undefined);
  }

  /** Stops reading from the connection; graphql-ws does not notice. */
  stopReading(): void {
    this.#connection?.pause();
  }

  readOn(): void {
    this.#connection?.resume();
  }

  async leave(): Promise<void> {
    await this.#socket.dispose();
  }

  #hear({ entries, reset, cursor }: Data): void {
    if (reset && this.#feed.after !== undefined) this.resets++;
    this.#feed.after = cursor; // graphql-ws serialises the variables again at each reconnect
    // Changes arrive oldest first, the first page newest first.
    for (const { subject } of reset ? entries.toReversed() : entries) {
      if (subject?.title === undefined) continue; // the entry is the poll
      this.posts.push(numberOf(subject.title));
      this.arrivedAt.push(performance.now());
    }
  }

  #listen(query: string, variables: Record<string, unknown>, hear: (data: Data) => void): void {
    this.#socket.subscribe(
      { query, variables },
      {
        next: ({ data }) => {
          if (data != null) hear(data);
        },
        error: (error) => {
          throw new Error(`a stream was ended: ${JSON.stringify(error)}`);
        },
        complete: () => undefined,
      },
    );
  }
}

/** Each of the posts 1..count must arrive exactly once and in order at every follower; returns the deviations. */
export function judgePosts(followers: readonly Follower[], count: number, problems: Problems): Record<string, number> {
  const found = { missed: 0, repeated: 0, 'out of order': 0, 'told to start over': 0 };
  for (const { posts, resets } of followers) {
    const different = new Set(posts);
    found.missed += count - different.size;
    found.repeated += posts.length - different.size;
    found['out of order'] += posts.filter((post, n) => post < (posts[n - 1] ?? 0)).length;
    found['told to start over'] += resets;
  }
  for (const [name, number] of Object.entries(found)) problems.equal(name, number, 0);
  return found;
}
