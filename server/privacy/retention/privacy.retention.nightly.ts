import { repeatDaily } from '../../kernel/repeat.ts';
import type { StartServer } from '../../kernel/routes.ts';
import { runRetention } from './privacy.retention.run.service.ts';

/**
 * Runs the retention once every night in each worker, which share the rows. What a killed worker or a failure leaves is
 * taken by the other worker, half an hour later, or in the next night.
 */
export const startRetention: StartServer = async (services) =>
  repeatDaily(services, {
    hours: [1, 4],
    failure: 'the nightly retention failed, will be tried again',
    run: async (isEnding) => {
      const done = await runRetention(services, { isStopped: isEnding });
      if (isEnding()) return;
      const counts = done.filter(({ count }) => count > 0).map(({ kind, count }) => [kind.kind, count] as const);
      services.log.info({ counts }, 'retention complete');
    },
  });
