import type { InboxItemPartsFragment } from '../gql/graphql.ts';

type Known = Pick<InboxItemPartsFragment, 'id' | 'at'>;

/** Entries that are newer than the list. Older ones, which another window has opened, are no news. */
export function freshItems<Item extends Known>(known: readonly Known[], entries: readonly Item[]): Item[] {
  const newest = known[0];
  const ids = new Set(known.map(({ id }) => id));
  return entries.filter(({ id, at }) => !ids.has(id) && (newest === undefined || at >= newest.at));
}

/** Whether messages may be missing between the list and the newest page that a restarted subscription sends. */
export function hasGap(known: readonly Known[], entries: readonly Known[]): boolean {
  const ids = new Set(known.map(({ id }) => id));
  return known.length > 0 && entries.length > 0 && !entries.some(({ id }) => ids.has(id));
}
