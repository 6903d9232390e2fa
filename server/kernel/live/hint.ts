/** Message on the bus: the topic has this version. Hints carry no data. */
export interface Hint {
  readonly topic: string;
  readonly version: number;
}

export interface Bus {
  /** Returns at once and never throws: a lost hint delays an update until the next comparison. */
  publish(hint: Hint): void;
  /**
   * Resolves when hints arrive, or after a short time while the bus is down; comparisons then correct missing hints.
   * The result ends the subscription.
   */
  subscribe(topic: string, listener: (hint: Hint) => void): Promise<() => void>;
  close(): Promise<void>;
}
