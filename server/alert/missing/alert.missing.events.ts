import { defineEvent } from '../../kernel/events.ts';
import { defineQueue } from '../../kernel/queue.ts';

export interface PersonRemovedFacts {
  readonly municipalityId: string;
  readonly incidentId: string;
}

/** Name and photo of a missing person were deleted. */
export const missingPersonRemoved = defineEvent<PersonRemovedFacts>('alert.missingPersonRemoved');

/** Deletes a missing person whose incident or alert has expired, and a photo that no alert uses. */
export const removeMissingPerson = defineQueue<{ readonly id: string }>('alert.removeMissingPerson');
