/** Where and as whom to watch. */
export interface Crowd {
  readonly port: number;
  readonly transport: 'socket' | 'sse';
  readonly count: number;
  /** The subscriptions of each socket; `isSpread`: of them one each, by turns. */
  readonly operations: readonly Operation[];
  readonly isSpread?: boolean;
  /** The n-th socket's, if people watch; used again from the start when there are fewer. */
  readonly cookies?: readonly string[];
}
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}
/** What the n-th subscription of every socket must be told, or of a spread crowd those who watch the n-th. */
export interface Expectation {
  readonly marks: readonly string[];
  readonly ms: number;
}
export interface Arrival {
  /** Subscriptions that were not told in time. */
  readonly missing: number;
  /** From the change's arrival in Redis until the middle and the last subscription knew, in milliseconds. */
  readonly medianMs: number;
  readonly lastMs: number;
  /** The same from the newest message in Redis. */
  readonly lastAfterNewestMs: number;
}
export interface Traffic {
  readonly messages: number;
  readonly bytes: number;
}
/** A connection of the crowd; `onMessage` says which of its subscriptions was told what. */
export interface Seat {
  readonly opened: Promise<void>;
  close(): void;
}
