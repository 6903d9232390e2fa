import { defineEvent } from '../../kernel/events.ts';

interface OwnerFacts {
  readonly personId: string;
}

/** A person made an address for the own calendar; an earlier one stopped working. */
export const calendarAddressMade = defineEvent<OwnerFacts>('calendar.addressMade');
/** The address of a person's own calendar stopped working. */
export const calendarAddressRevoked = defineEvent<OwnerFacts>('calendar.addressRevoked');
