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

/** What all have used in this window. */
export interface Count {
  readonly used: number;
  readonly msLeft: number;
}
