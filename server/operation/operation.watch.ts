import type { Services } from '../kernel/context.ts';
import { repeat } from '../kernel/repeat.ts';
import { removeReport } from './operation.report.service.ts';
import { findChanges, look } from './operation.watch.service.ts';

/** Milliseconds between two looks. */
const lookMs = 60_000;

/**
 * Looks at the installation now and then every minute. All processes do, because the one that runs the jobs may be the one
 * that is in trouble. The start does not wait for a mail server. Returns the function that ends it.
 */
export async function startWatch(services: Services): Promise<() => Promise<void>> {
  const failure = 'the watch could not look';
  const end = repeat(services, { everyMs: lookMs, failure, run: () => look(services) });
  try {
    await findChanges(services);
  } catch (error) {
    services.machine.note(error);
    services.log.error({ error: String(error) }, failure);
  }
  return async () => {
    await end();
    await removeReport(services).catch(() => undefined); // without a database the report ends by its age
  };
}
