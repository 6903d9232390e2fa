import type { EventPartsFragment, OccurrenceInFullFragment, OccurrenceScope } from '../../gql/graphql.ts';

/** The date of a change, and the dates of its series that it concerns. */
export function namedDate(event: EventPartsFragment, date: OccurrenceInFullFragment, scope: OccurrenceScope | null) {
  return {
    occurrenceId: date.id,
    version: event.version,
    scope: event.recurrence ? (scope ?? 'THIS') : ('THIS' as const),
  };
}
