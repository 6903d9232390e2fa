import type { EventState, OccurrenceState } from '../gql/graphql.ts';

/** State of a date and of its event, as far as readers are concerned. */
export interface StatedDate {
  readonly state: OccurrenceState;
  readonly movedFrom?: string | null;
  readonly event: { readonly state: EventState };
}

/** State of a date that readers must know: it is cancelled (alone or with its event), was moved, or changed otherwise. */
export function stateOf({ state, movedFrom, event }: StatedDate): 'CANCELLED' | 'MOVED' | 'CHANGED' | 'PLANNED' {
  if (state === 'CANCELLED' || event.state === 'CANCELLED') return 'CANCELLED';
  if (movedFrom) return 'MOVED';
  return state === 'CHANGED' ? 'CHANGED' : 'PLANNED';
}
