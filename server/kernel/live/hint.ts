/** What travels over the bus: that something changed, never what. */
export interface Hint {
  readonly topic: string;
  readonly version: number;
}

export interface Bus {
  /** Never awaited, never throws: a lost hint makes an update late, not wrong. */
  publish(hint: Hint): void;
  /** Resolves once hints arrive (or soon while the bus is down: the comparison with the database then helps). */
  subscribe(topic: string, listener: (hint: Hint) => void): Promise<() => void>;
  close(): Promise<void>;
}
