import type { AgendaEntryFragment } from '../../gql/graphql.ts';

/** The first of these dates of each event, in their order. */
export function onceEach(dates: readonly AgendaEntryFragment[]): AgendaEntryFragment[] {
  return [...new Map(dates.toReversed().map((date) => [date.event.id, date])).values()].reverse();
}
