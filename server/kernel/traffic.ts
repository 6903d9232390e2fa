import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';

/** Unconfirmed requests without an account in the whole installation. */
export interface Traffic {
  /**
   * Adds a request, or takes one back (-1). Returns whether the requests of this minute exceed what is usual: then every
   * request without an account needs a proof of work.
   */
  add(points: 1 | -1): Promise<boolean>;
  /** Waits for the statements that run; call it before the database is closed. */
  close(): Promise<void>;
}

export const trafficBounds = {
  /** Number of requests per minute that is never unusual. */
  least: 120,
  /** Multiple of the median of the last seven days from which on a minute is unusual. */
  factor: 10,
  days: 7,
  /** Minutes for which a process keeps the median that it has read. */
  medianMinutes: 10,
} as const;

/** Minute of the whole installation; its points are not a limit, `add` compares the count itself. */
const minuteRate = { name: 'traffic', points: Number.MAX_SAFE_INTEGER, seconds: 60 };
const minuteMs = 60_000;

interface Facts {
  readonly em: SqlEntityManager;
  readonly limits: Limits;
  readonly log: Log;
  now(): Date;
}

/**
 * Counts requests in the limiter, and writes the counts of past minutes to the database once a minute: one row for each
 * minute with requests, at most 10,080 rows.
 */
export function createTraffic({ em, limits, log, now }: Facts): Traffic {
  const current = { minute: NaN, requests: 0 };
  const median = { value: 0, readAt: -Infinity };
  let running: Promise<void> = Promise.resolve();

  return {
    async add(points) {
      const minute = Math.floor(now().getTime() / minuteMs);
      if (minute !== current.minute) beginMinute(minute);
      current.requests = Math.max(0, current.requests + points);
      const { used } = await limits.count(minuteRate, '', points);
      return used > Math.max(trafficBounds.least, trafficBounds.factor * median.value);
    },
    close: () => running,
  };

  function beginMinute(minute: number): void {
    const past = { ...current };
    current.minute = minute;
    current.requests = 0;
    running = running
      .then(() => keep(past))
      .catch((error: unknown) => {
        log.warn(
          { error: error instanceof Error ? error.message : String(error) },
          'traffic of a minute is not stored',
        );
      });
  }

  async function keep({ minute, requests }: typeof current): Promise<void> {
    const fork = em.fork();
    if (requests > 0) await fork.execute(keepSql, [new Date(minute * minuteMs).toISOString(), requests]);
    if (performance.now() - median.readAt < trafficBounds.medianMinutes * minuteMs) return;
    const since = new Date(now().getTime() - trafficBounds.days * 1440 * minuteMs).toISOString();
    await fork.execute('delete from traffic_minute where minute < ?', [since]);
    const rows: { requests: number }[] = await fork.execute(medianSql);
    median.value = rows[0]?.requests ?? 0;
    median.readAt = performance.now();
  }
}

const keepSql = `
insert into traffic_minute (minute, requests) values (?, ?)
on conflict (minute) do update set requests = traffic_minute.requests + excluded.requests`;

/** Median of all minutes of the last days. Minutes without a row count as 0, so fewer rows than half have no median row. */
const medianSql = `
select requests from traffic_minute order by requests desc offset ${(trafficBounds.days * 1440) / 2} limit 1`;
