import type { LocationQuery, RouteLocationRaw } from 'vue-router';

/** Parameters of an address that belong to a saved filter: filter, search words, closed flag, order and rows. */
const kept = [
  'search',
  'desk',
  'category',
  'kind',
  'street',
  'mine',
  'reopened',
  'overdue',
  'due',
  'since',
  'waiting',
  'open',
  'order',
  'lanes',
] as const;

/** Filters that everybody finds beside their own, by the key of their name. */
export const readyFilters = [
  { labelKey: 'board.dueToday', query: 'due=today' },
  { labelKey: 'board.sinceYesterday', query: 'since=yesterday' },
  { labelKey: 'board.unanswered', query: 'waiting=yes' },
] as const;

/** Query to be saved for the page's address, always in the same order; empty: nothing is filtered. */
export function savedQueryOf(query: LocationQuery): string {
  const said = new URLSearchParams();
  for (const name of kept) {
    const value = query[name];
    if (typeof value === 'string' && value !== '') said.set(name, value);
  }
  return said.toString();
}

/** Page that shows a saved filter: the search if it has words or leaves closed reports out, otherwise the board. */
export function placeOfSaved(saved: string): RouteLocationRaw {
  const query = Object.fromEntries(new URLSearchParams(saved));
  return { name: 'search' in query || 'open' in query ? 'searchIssues' : 'board', query };
}
