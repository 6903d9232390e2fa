/** A kind of job: the name of its queue and the type of its data. */
export interface Queue<Data extends object> {
  readonly name: string;
  readonly patience: RetryPolicy;
  /** Never read; carries the type. */
  readonly data?: Data;
}

/** How long work that fails is tried again. */
export interface RetryPolicy {
  readonly retryLimit: number;
  /** Seconds before the second try, doubled from then on, and at most `retryDelayMax`. */
  readonly retryDelay: number;
  readonly retryDelayMax?: number;
}

/** About an hour. */
const usual: RetryPolicy = { retryLimit: 11, retryDelay: 2 };

const defined = new Set<string>();

/**
 * A queue is declared where its work is decided and handled where the work is done, perhaps in a later domain. Its name
 * begins with the name of its domain and a dot: composeDomains() demands a handler for every queue of its domains.
 */
export function defineQueue<Data extends object>(name: string, patience = usual): Queue<Data> {
  defined.add(name);
  return { name, patience };
}

/** The names of all queues that the loaded files define. */
export function definedQueues(): readonly string[] {
  return [...defined];
}
