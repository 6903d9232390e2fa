import type { StartServer } from '../kernel/routes.ts';
import { extendAllSeries } from './calendar.dates.service.ts';

/** Milliseconds between two looks at the clock, and after a failure. */
const lookMs = 60_000;
const pauseMs = 30 * 60_000;
/** Hour in UTC from which on series are extended. */
const nightHour = 1;

/**
 * Extends series once every day after one o'clock in UTC in each worker; a worker that starts later does it at once. Locks and the stored
 * dates make repetitions harmless.
 */
export const startExtending: StartServer = async (services) => {
  const { log, machine } = services;
  let lastDay = '';
  let notBefore = 0;
  let current: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (current === undefined && performance.now() >= notBefore) current = look().finally(() => (current = undefined));
  }, lookMs);
  return async () => {
    clearInterval(timer);
    await current;
  };

  async function look(): Promise<void> {
    const now = services.now();
    const day = now.toISOString().slice(0, 10);
    if (day === lastDay || now.getUTCHours() < nightHour) return;
    try {
      const added = await extendAllSeries(services);
      lastDay = day;
      log.info({ added }, 'series extended');
    } catch (error) {
      machine.note(error);
      notBefore = performance.now() + pauseMs;
      log.error({ error: String(error) }, 'the extension of series failed, will be tried again');
    }
  }
};
