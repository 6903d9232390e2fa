/** How often something may be done: `points` times within `seconds`, per key (person, address, client). */
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

/** What is left of a rate in its window. */
export interface Balance {
  readonly rate: Rate;
  readonly left: number;
  /** Until the window ends. */
  readonly msLeft: number;
}

/** What all have used in this window. */
export interface Count {
  readonly used: number;
  readonly msLeft: number;
}
