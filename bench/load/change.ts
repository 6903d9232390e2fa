/** How a server hears of a change: our second process is asked over HTTP, peers listen on Redis. */
export type Route = { readonly kind: 'ours'; readonly port: number } | { readonly kind: 'redis' | 'mercurius' };

export interface Change {
  readonly route: Route;
  /** What happens together, as near to each other as can be. */
  readonly steps: readonly Step[];
}
/** A mutation of somebody, or a state on its channel. */
export interface Step {
  readonly cookie?: string;
  readonly ip?: string;
  readonly body: string;
  readonly channel: string;
}
export interface Stream extends Change {
  readonly perSecond: number;
}

/** What the writing process offers. */
export interface WriterCalls {
  readonly [name: string]: (argument: never) => Promise<unknown>;
  readonly connect: (redisUrl: string) => Promise<void>;
  readonly publish: (change: Change) => Promise<void>;
  /** One step after the other at a steady rate, answered or not; returns how many milliseconds it took in all. */
  readonly stream: (stream: Stream) => Promise<number>;
}
