import { clear, drop, get, keysOf } from './store.ts';

export function forgetAll(): Promise<void> {
  return clear();
}

/**
 * Deletes data of other people after a sign-in. Reports that were written without an account stay and wait for a
 * connection.
 */
export async function forgetOthers(personId: string): Promise<void> {
  await clear('photos', 'reads');
  for (const key of await keysOf('outbox')) {
    const by = writerOf(await get('outbox', key));
    if (by !== null && by !== personId) await drop('outbox', key);
  }
}

function writerOf(report: unknown): unknown {
  return typeof report === 'object' && report !== null && 'by' in report ? report.by : null;
}
