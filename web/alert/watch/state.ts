import { computed, reactive, ref, shallowRef } from 'vue';
import { recall, remember } from '../../shared/storage.ts';
import type { Thread } from './threads.ts';

/** Warnings and drills of the open town that go on, or ended while the page was open; the most urgent first. */
export const threads = shallowRef<readonly Thread[]>([]);
export const knowsAny = computed(() => threads.value.length > 0);

/** Incident whose takeover is open; null: none. */
export const openId = ref<string | null>(null);

/** Whether the home page shows the warnings itself: then there is no bar. */
export const isOnHome = ref(false);

/** Number of the newest alarm that this device has understood, by incident. */
export const understood = keepByIncident('alerts.understood');

/** State in which this device has hidden an incident's bar: as many alerts, expired or not. */
export const hidden = keepByIncident('alerts.hidden');

/** Own answer to incidents, of readers without an account. */
export const answered = keepByIncident('alerts.answered');

/** Values by incident that this device keeps; those of incidents that are over are dropped at the next change. */
function keepByIncident(key: string) {
  const values = reactive<Record<string, string>>(read(key));
  return {
    of: (incidentId: string): string | undefined => values[incidentId],
    set: (incidentId: string, value: string): void => {
      values[incidentId] = value;
      const known = new Set([incidentId, ...threads.value.map(({ incident }) => incident.id)]);
      remember(key, JSON.stringify(Object.fromEntries(Object.entries(values).filter(([id]) => known.has(id)))));
    },
  };
}

function read(key: string): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? '{}');
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    return Object.fromEntries(entries.map(([id, value]) => [id, String(value)]));
  } catch {
    return {}; // a damaged entry: the warning is shown again
  }
}
