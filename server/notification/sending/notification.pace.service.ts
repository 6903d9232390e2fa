import type { Context } from '../../kernel/context.ts';
import type { Lane } from '../notification.entity.ts';
import { readPause } from './notification.emergency.service.ts';

/** Milliseconds after which a job starts no more deliveries; a job that runs longer than three minutes is repeated. */
const mostMs = 120_000;
/** Milliseconds for which the answer whether an emergency waits is used. */
const pauseKnownMs = 100;

/** Decides before each delivery of a job whether it may start. */
export interface Pace {
  /**
   * To be called before each delivery: seconds for which the job has to wait before it may start it; undefined: it may
   * start.
   */
  secondsToWait(): Promise<number | undefined>;
  /** Takes an answer that another statement brought. */
  note(emergencyWaits: boolean): void;
}

/** Pace of a job that starts now. */
export function paceOf(ctx: Context, lane: Lane): Pace {
  const endsAt = performance.now() + mostMs;
  let askedAt = -Infinity;
  let answer = Promise.resolve<number | undefined>(undefined);
  const keep = (pause: Promise<number | undefined>): void => {
    askedAt = performance.now();
    answer = pause;
  };
  return {
    note: (waits) => {
      keep(Promise.resolve(undefined));
      if (waits) askedAt = -Infinity; // the next delivery asks for how long
    },
    secondsToWait: async () => {
      const now = performance.now();
      if (now > endsAt) return 0;
      if (lane !== 'BULK') return undefined;
      if (now > askedAt + pauseKnownMs) keep(readPause(ctx));
      return answer;
    },
  };
}
