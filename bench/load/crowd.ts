/** Connections to open: port, transport, subscriptions and cookies. */
export interface Crowd {
  readonly port: number;
  readonly transport: 'socket' | 'sse';
  readonly count: number;
  /** Subscriptions of each socket. With `isSpread` each socket has one of them, in turn. */
  readonly operations: readonly Operation[];
  readonly isSpread?: boolean;
  /** Cookies of the sockets' people, repeated when there are fewer; absent: nobody is signed in. */
  readonly cookies?: readonly string[];
}
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}
/**
 * Marks: the n-th subscription of every socket must receive the n-th. In a spread crowd the subscribers of the n-th
 * operation must.
 */
export interface Expectation {
  readonly marks: readonly string[];
  readonly ms: number;
}
export interface Arrival {
  /** Number of subscriptions whose mark did not arrive in time. */
  readonly missing: number;
  /**
   * Milliseconds from the first message in Redis until half of the subscriptions received their mark; `lastMs`: until
   * all did.
   */
  readonly medianMs: number;
  readonly lastMs: number;
  /** Milliseconds from the newest message in Redis until all subscriptions received their mark. */
  readonly lastAfterNewestMs: number;
}
export interface Traffic {
  readonly messages: number;
  readonly bytes: number;
}
/** One connection of the crowd. `onMessage` receives the number of the subscription and the message. */
export interface Seat {
  readonly opened: Promise<void>;
  close(): void;
}
