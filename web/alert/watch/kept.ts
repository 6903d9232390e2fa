import { keepData } from '../../offline/keptLink.ts';
import { get, put } from '../../offline/store.ts';
import type { Thread } from './threads.ts';

const keyOf = (ags: string): string => `OpenAlerts ${ags}`;

/** Stores what goes on, for the next start without a connection, and each thread as the answer of its own page. */
export async function keepThreads(ags: string, threads: readonly Thread[]): Promise<void> {
  try {
    await put('reads', keyOf(ags), { at: Date.now(), first: 0, data: { threads } });
    for (const { incident, alerts } of threads.slice(0, 5)) {
      const data = { ...incident, alerts, waitingAlerts: null, isRead: false, viewerAcknowledgement: null };
      await keepData('Incident', { id: incident.id }, { incident: data });
    }
  } catch {
    // private windows refuse: the warning is shown while there is a connection
  }
}

/** Threads that went on at the last connection; empty where nothing is stored. */
export async function recallThreads(ags: string): Promise<readonly Thread[]> {
  const kept: unknown = await get('reads', keyOf(ags)).catch(() => null);
  return isKept(kept) ? kept.data.threads : [];
}

function isKept(kept: unknown): kept is { readonly data: { readonly threads: readonly Thread[] } } {
  if (typeof kept !== 'object' || kept === null || !('data' in kept)) return false;
  const { data } = kept;
  return typeof data === 'object' && data !== null && 'threads' in data && Array.isArray(data.threads);
}
