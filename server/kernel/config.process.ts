import { z } from 'zod';
import { oneOf, wholeNumber, wholeNumberIfSet } from './config.values.ts';

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Settings of the processes of an installation. */
export const processSettings = z
  .object({
    NODE_ENV: z
      .string()
      .optional()
      .describe('`production` starts installation mode even on the embedded database; other values change nothing.'),
    PORT: wholeNumber(0, 65_535, 4000).describe('Port on which the server listens; 0 takes any free port.'),
    WEB_CONCURRENCY: wholeNumber(1, 64, 1).describe(
      'Number of web processes behind the port; one per processor core is a good value. Above 1 a further process ' +
        'runs the background jobs, and `DATABASE_URL` and `REDIS_URL` are required. A process that ends is restarted.',
    ),
    DRAIN_MS: wholeNumber(0, 60_000, 10_000).describe(
      'Time in milliseconds that running requests have to finish when the server stops.',
    ),
    LIVE_COMPARE_MS: wholeNumber(100, 60_000, 12_000).describe(
      'Interval in milliseconds at which subscribed topics compare their version with the database. It bounds ' +
        'the delay of an update whose hint is lost.',
    ),
    METRICS_PORT: wholeNumberIfSet(0, 65_535).describe(
      'Port at 127.0.0.1 for `/metrics` in the format of Prometheus; without it there are no metrics. Nobody else than ' +
        'programs on this machine, or in this container, can read it. See docs/operations/watch.md.',
    ),
    LOG_SQL: oneOf(['0', '1'], '0').describe(
      '`1` prints every SQL statement, without its parameters, and the time it took; for debugging.',
    ),
    LOG_LEVEL: oneOf(levels, 'info').describe('Lowest level that is logged.'),
  })
  .meta({ title: 'Processes' });
