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
/** A recipient wants to be reminded of the bins of a followed street. `channel`: chosen with it; null: none. */
export const wasteReminderChosen = defineEvent<StreetFollowFacts & { readonly channel: string | null }>(
  'street.wasteReminderChosen',
);
/** A recipient no longer follows a street. */
export const streetUnfollowed = defineEvent<StreetFollowFacts>('street.unfollowed');

export type AllStreetsFollowFacts = Omit<StreetFollowFacts, 'streetId'>;

/** A recipient began to follow all streets of a town. `channel`: chosen with them; null: none. */
export const allStreetsFollowed = defineEvent<AllStreetsFollowFacts & { readonly channel: string | null }>(
  'street.allFollowed',
);
/** A recipient no longer follows all streets of a town. */
export const allStreetsUnfollowed = defineEvent<AllStreetsFollowFacts>('street.allUnfollowed');
