import { repeatDaily } from '../kernel/repeat.ts';
import type { StartServer } from '../kernel/routes.ts';
import { extendAllSeries } from './calendar.dates.service.ts';

/**
 * Extends series once every day after one o'clock in UTC in each worker; a worker that starts later does it at once. Locks and the stored
 * dates make repetitions harmless.
 */
export const startExtending: StartServer = async (services) =>
  repeatDaily(services, {
    hours: [1, 24],
    failure: 'the extension of series failed, will be tried again',
    run: async () => {
      const added = await extendAllSeries(services);
      services.log.info({ added }, 'series extended');
    },
  });
