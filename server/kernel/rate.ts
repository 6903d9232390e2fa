/** Rate limit: at most `points` uses within `seconds`, per key (person, address, client). */
export interface Rate {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

export interface Use {
  readonly rate: Rate;
  readonly key: string;
  readonly points: number;
}

/** Remaining points of a rate in its current window. */
export interface Balance {
  readonly rate: Rate;
  readonly left: number;
  /** Milliseconds until the window ends. */
  readonly msLeft: number;
}

/** Points that all processes together have used in the current window. */
export interface Count {
  readonly used: number;
  readonly msLeft: number;
}
