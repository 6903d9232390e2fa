import { reactive } from 'vue';
import { recall, remember } from '../shared/storage.ts';

/** Most incidents about which this device keeps a value; the oldest are dropped first. */
const most = 30;

/** Values by incident that this device keeps. */
export function keepByIncident(key: string) {
  const values = reactive<Record<string, string>>(read(key));
  return {
    of: (incidentId: string): string | undefined => values[incidentId],
    set: (incidentId: string, value: string): void => {
      Reflect.deleteProperty(values, incidentId);
      values[incidentId] = value;
      remember(key, JSON.stringify(Object.fromEntries(Object.entries(values).slice(-most))));
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
