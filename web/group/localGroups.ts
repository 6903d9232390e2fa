import { ref, type Ref } from 'vue';
import { recall, remember } from '../shared/storage.ts';

const choices = new Map<string, Ref<readonly string[]>>();
/** Maximum number of stored groups, more than anybody follows. It limits foreign data in the storage. */
const limit = 100;

/** Ids of the open groups of a town that this device follows without an account. */
export function localGroups(ags: string): Ref<readonly string[]> {
  const known = choices.get(ags);
  if (known) return known;
  const made = ref<readonly string[]>(readIds(recall(keyOf(ags))));
  choices.set(ags, made);
  return made;
}

export function setLocalGroups(ags: string, ids: readonly string[]): void {
  localGroups(ags).value = [...new Set(ids)].slice(0, limit);
  remember(keyOf(ags), JSON.stringify(localGroups(ags).value));
}

function keyOf(ags: string): string {
  return `groups.${ags}`;
}

function readIds(text: string | null): string[] {
  try {
    const ids: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string').slice(0, limit) : [];
  } catch {
    return []; // stored by another program
  }
}
