import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { repeat } from '../../kernel/repeat.ts';
import type { StartServer } from '../../kernel/routes.ts';
import { remindDue } from './calendar.reminder.service.ts';

/** Milliseconds between two searches for reminders, and after a failure. */
const lookMs = 30_000;
const pauseMs = 60_000;

/**
 * Looks for due reminders in each worker, also at its start. They are computed from the dates as they stand and never planned, so a date that is moved
 * or cancelled needs no other job.
 */
export const startReminders: StartServer = async (services) =>
  repeat(services, {
    everyMs: lookMs,
    isDoneAtStart: true,
    pauseMs,
    failure: 'reminders of events failed, will be tried again',
    run: async () => {
      const count = await remindDue(forkContext(services, system));
      if (count > 0) services.log.info({ count }, 'reminders of events');
    },
  });
