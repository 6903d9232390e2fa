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
  /** What is asked of the poll, with its turnout. */
  readonly watchPoll?: string;
  readonly jitterMs?: number;
}

/** A connection that ended, and when the state was there again on another (performance.now()). */
export interface Loss {
  readonly code: number;
  readonly at: number;
  backAt?: number;
}

/** Somebody who follows a feed and a poll, and after a loss takes the feed up where it broke off, as the web app does. */
export class Follower {
  /** Numbers of the posts as they came: each once and in order, if all is well. */
  readonly posts: number[] = [];
  /** When each of them came (performance.now()). */
  readonly arrivedAt: number[] = [];
  readonly losses: Loss[] = [];
  /** How often it was told to forget what it had; the beginning does not count. */
  resets = 0;
  /** The newest state of the poll; -1: none yet. */
  turnout = -1;
  /** How many states it was told. */
  states = 0;
  /** The port at this end of the connection. */
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

  /** Has begun, and is back after every loss. */
  get isThere(): boolean {
    const loss = this.losses.at(-1);
    return this.#feed.after !== undefined && this.turnout >= 0 && (loss === undefined || loss.backAt !== undefined);
  }

  /** Takes nothing more from this connection; graphql-ws does not notice. */
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
    this.#feed.after = cursor; // graphql-ws writes the variables anew whenever it comes back
    // Changes come oldest first, the page one begins with newest first.
    for (const { subject } of reset ? entries.toReversed() : entries) {
      if (subject?.title === undefined) continue; // the poll
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

/** Each of the posts 1..count exactly once, in order, to everybody; returns the figures. */
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
