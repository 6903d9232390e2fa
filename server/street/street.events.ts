import { defineEvent } from '../kernel/events.ts';

/** Streets of a town were added, or their names or lines changed. */
export const streetsImported = defineEvent<{
  readonly municipalityId: string;
  readonly added: number;
  readonly changed: number;
}>('street.imported');

export interface StreetFollowFacts {
  readonly streetId: string;
  readonly municipalityId: string;
  readonly recipientId: string;
}

/** A recipient began to follow a street, or named another house. `channel`: chosen with the street; null: none. */
export const streetFollowed = defineEvent<StreetFollowFacts & { readonly channel: string | null }>('street.followed');
/** A recipient no longer follows a street. */
export const streetUnfollowed = defineEvent<StreetFollowFacts>('street.unfollowed');
