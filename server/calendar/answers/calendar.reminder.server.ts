import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import type { StartServer } from '../../kernel/routes.ts';
import { remindDue } from './calendar.reminder.service.ts';

/** Milliseconds between two searches for reminders, and after a failure. */
const lookMs = 30_000;
const pauseMs = 60_000;

/**
 * Looks for due reminders in each worker. They are computed from the dates as they stand and never planned, so a date that is moved
 * or cancelled needs no other job.
 */
export const startReminders: StartServer = async (services) => {
  const { log, machine } = services;
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
    try {
      const count = await remindDue(forkContext(services, system));
      if (count > 0) log.info({ count }, 'reminders of events');
    } catch (error) {
      machine.note(error);
      notBefore = performance.now() + pauseMs;
      log.error({ error: String(error) }, 'reminders of events failed, will be tried again');
    }
  }
};
