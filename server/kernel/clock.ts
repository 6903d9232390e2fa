/** Time that the database named, with the moments of question and answer by `performance.now()`. */
export interface ClockReading {
  /** Milliseconds since 1970. */
  readonly databaseMs: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** Greatest difference in milliseconds between the clock of the process and that of the database. */
const toleratedMs = 60_000;

/**
 * Clock of the database as this process knows it. Between two readings the monotonic clock counts on, so a step of the
 * process's own clock changes nothing. It is as exact as the round trip of a statement.
 */
export class DatabaseClock {
  #offsetMs = 0;

  now(): Date {
    return new Date(steadyMs(performance.now()) + this.#offsetMs);
  }

  /** Corrects the clock; a reading that agrees with the clock within its round trip changes nothing. */
  correct({ databaseMs, askedAt, answeredAt }: ClockReading): void {
    const least = databaseMs - steadyMs(answeredAt) - 1; // both clocks are read in whole milliseconds
    const most = databaseMs - steadyMs(askedAt) + 1;
    if (this.#offsetMs < least || this.#offsetMs > most) this.#offsetMs = (least + most) / 2;
  }
}

/**
 * Seconds by which the clock of the process (`processMs`, read at `answeredAt`) is ahead of the database's; negative:
 * behind. 0 if the difference may be a minute or less, because half the round trip is unknown.
 */
export function secondsAhead({ databaseMs, askedAt, answeredAt }: ClockReading, processMs: number): number {
  const unknownMs = (answeredAt - askedAt) / 2;
  const aheadMs = processMs - databaseMs - unknownMs;
  return Math.abs(aheadMs) - unknownMs > toleratedMs ? Math.round(aheadMs / 1000) : 0;
}

/** Milliseconds since 1970 by the clock of the process at its start, plus the time that has passed since. */
function steadyMs(monotonicMs: number): number {
  return performance.timeOrigin + monotonicMs;
}
