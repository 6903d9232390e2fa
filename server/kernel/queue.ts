/** Kind of job: name of its queue and type of its data. */
export interface Queue<Data extends object> {
  readonly name: string;
  readonly patience: RetryPolicy;
  /** Never read; carries the type of the data. */
  readonly data?: Data;
}

/** How often and at which intervals a failed job is tried again. */
export interface RetryPolicy {
  readonly retryLimit: number;
  /** Seconds before the second try; doubled for each further try, up to `retryDelayMax`. */
  readonly retryDelay: number;
  readonly retryDelayMax?: number;
}

/** Retries for about an hour. */
const usual: RetryPolicy = { retryLimit: 11, retryDelay: 2 };

const defined = new Set<string>();

/**
 * Defines a queue where its jobs are created; the handler may belong to a later domain. The name begins with the name
 * of its domain and a dot: composeDomains() requires a handler for every queue of its domains.
 */
export function defineQueue<Data extends object>(name: string, patience = usual): Queue<Data> {
  defined.add(name);
  return { name, patience };
}

/** Names of all queues that the loaded files define. */
export function definedQueues(): readonly string[] {
  return [...defined];
}
