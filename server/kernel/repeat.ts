import type { Services } from './context.ts';

/** Work that a process repeats as long as it runs. */
export interface RepeatedWork {
  /** Milliseconds from one start of the work to the next, and after a failure. */
  readonly everyMs: number;
  readonly pauseMs?: number;
  /** Whether the work is also done at the start, for what must not wait when processes end again and again. */
  readonly isDoneAtStart?: boolean;
  /** Line of the log after a failure. */
  readonly failure: string;
  /** Long work asks `isEnding` now and then, and returns soon after it is true. */
  readonly run: (isEnding: () => boolean) => Promise<void>;
}

/** Starts the work every so often, but never twice at once. Returns the function that ends the repetition and waits for the work. */
export function repeat(services: Services, work: RepeatedWork): () => Promise<void> {
  const { everyMs, pauseMs = 0, isDoneAtStart = false, failure, run } = work;
  let notBefore = 0;
  let isEnding = false;
  let current: Promise<void> | undefined;
  const begin = (): void => {
    if (current === undefined && performance.now() >= notBefore)
      current = runOnce().finally(() => (current = undefined));
  };
  const timer = setInterval(begin, everyMs);
  if (isDoneAtStart) begin();
  return async () => {
    isEnding = true;
    clearInterval(timer);
    await current;
  };

  async function runOnce(): Promise<void> {
    try {
      await run(() => isEnding);
    } catch (error) {
      services.machine.note(error);
      notBefore = performance.now() + pauseMs;
      const code = error instanceof Error && 'code' in error ? error.code : 'UNEXPECTED';
      services.log.error({ code, error: String(error) }, failure);
    }
  }
}

/** Work that a process does once a day. */
export interface DailyWork extends Pick<RepeatedWork, 'failure' | 'run'> {
  /** Hours in UTC between which the work may start; a process that starts later than the first hour does it at once. */
  readonly hours: readonly [from: number, to: number];
}

/** Milliseconds between two looks at the clock, and after a failure. */
const lookMs = 60_000;
const pauseMs = 30 * 60_000;

/** Does the work once every day in UTC, and again half an hour after a failure. Returns the function that ends it. */
export function repeatDaily(services: Services, { hours, failure, run }: DailyWork): () => Promise<void> {
  const [from, to] = hours;
  let lastDay = '';
  return repeat(services, {
    everyMs: lookMs,
    pauseMs,
    failure,
    run: async (isEnding) => {
      const now = services.now();
      const day = now.toISOString().slice(0, 10);
      const hour = now.getUTCHours();
      if (day === lastDay || hour < from || hour >= to) return;
      await run(isEnding);
      if (!isEnding()) lastDay = day;
    },
  });
}
