/** Route by which a server receives a change: the second process of `ours` over HTTP, peers through Redis. */
export type Route = { readonly kind: 'ours'; readonly port: number } | { readonly kind: 'redis' | 'mercurius' };

export interface Change {
  readonly route: Route;
  /** Steps that happen as close together in time as possible. */
  readonly steps: readonly Step[];
}
/** A mutation of a person, or a state for a channel. */
export interface Step {
  readonly cookie?: string;
  readonly ip?: string;
  readonly body: string;
  readonly channel: string;
}
export interface Stream extends Change {
  readonly perSecond: number;
}

/** Functions of the writing process. */
export interface WriterCalls {
  readonly [name: string]: (argument: never) => Promise<unknown>;
  readonly connect: (redisUrl: string) => Promise<void>;
  readonly publish: (change: Change) => Promise<void>;
  /**
   * Sends the steps one after the other at a steady rate without waiting for answers; returns the total milliseconds.
   */
  readonly stream: (stream: Stream) => Promise<number>;
}
