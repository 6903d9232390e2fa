import type { InboxItemPartsFragment } from '../gql/graphql.ts';

type Known = Pick<InboxItemPartsFragment, 'id' | 'at'>;

/** What came since the list was read, newest first; older messages that a window opened are no news. */
export function freshItems<Item extends Known>(known: readonly Known[], entries: readonly Item[]): Item[] {
  const newest = known[0];
  const ids = new Set(known.map(({ id }) => id));
  return entries.filter(({ id, at }) => !ids.has(id) && (newest === undefined || at >= newest.at));
}

/** A stream that starts over with its newest page: does that page reach down to what is known? */
export function hasGap(known: readonly Known[], entries: readonly Known[]): boolean {
  const ids = new Set(known.map(({ id }) => id));
  return known.length > 0 && entries.length > 0 && !entries.some(({ id }) => ids.has(id));
}
