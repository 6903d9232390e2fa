import type { StartServer } from '../../kernel/routes.ts';
import { runRetention } from './privacy.retention.run.service.ts';

/** Milliseconds between two looks at the clock, and after a failure. */
const lookMs = 60_000;
const pauseMs = 30 * 60_000;
/** Hours in UTC between which a run may begin. */
const nightHours = [1, 4] as const;

/**
 * Runs the retention once every night in each worker, which share the rows. What a killed worker or a failure leaves is
 * taken by the other worker, half an hour later, or in the next night.
 */
export const startRetention: StartServer = async (services) => {
  const { log, machine } = services;
  let lastDay = '';
  let notBefore = 0;
  let isEnding = false;
  let current: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (current === undefined && performance.now() >= notBefore) current = look().finally(() => (current = undefined));
  }, lookMs);
  return async () => {
    isEnding = true;
    clearInterval(timer);
    await current;
  };

  async function look(): Promise<void> {
    const now = services.now();
    const day = now.toISOString().slice(0, 10);
    if (day === lastDay || !isNight(now)) return;
    try {
      const done = await runRetention(services, { isStopped: () => isEnding });
      if (isEnding) return;
      lastDay = day;
      const counts = done.filter(({ count }) => count > 0).map(({ kind, count }) => [kind.kind, count] as const);
      log.info({ counts }, 'retention complete');
    } catch (error) {
      machine.note(error);
      notBefore = performance.now() + pauseMs;
      log.error({ error: String(error) }, 'the nightly retention failed, will be tried again');
    }
  }
};

/** Whether a run may begin. */
function isNight(now: Date): boolean {
  const hour = now.getUTCHours();
  return hour >= nightHours[0] && hour < nightHours[1];
}
