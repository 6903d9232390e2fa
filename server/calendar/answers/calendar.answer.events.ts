import { defineEvent } from '../../kernel/events.ts';

/** Facts of events about a slot; names of people are never among them. */
export interface SlotFacts {
  readonly municipalityId: string;
  readonly eventId: string;
  readonly occurrenceId: string;
  readonly slotId: string;
}

export interface AttendanceFacts extends SlotFacts {
  readonly attendanceId: string;
}

export interface PromotedFacts extends AttendanceFacts {
  /** How often the party has got seats after waiting. */
  readonly promotions: number;
}

/** A person answered YES and has seats at once. */
export const attendanceConfirmed = defineEvent<AttendanceFacts>('calendar.attendanceConfirmed');
/** A person who had seats gave them up by an answer other than YES. */
export const attendanceWithdrawn = defineEvent<AttendanceFacts>('calendar.attendanceWithdrawn');
/** A party that waited got its seats. */
export const partyPromoted = defineEvent<PromotedFacts>('calendar.partyPromoted');
export interface ReminderFacts extends AttendanceFacts {
  /** Start of which the person is reminded, in minutes since 1970. */
  readonly startMinute: number;
}

/** The start of a date comes near, of which the person wanted to be reminded. */
export const reminderDue = defineEvent<ReminderFacts>('calendar.reminderDue');
/** An organiser changed the number of seats. */
export const capacityChanged = defineEvent<SlotFacts>('calendar.capacityChanged');
/** An organiser noted that a person has come, or took the note back. */
export const checkedIn = defineEvent<AttendanceFacts & { readonly isPresent: boolean }>('calendar.checkedIn');
/** An organiser entered somebody who called. */
export const callerEntered = defineEvent<AttendanceFacts>('calendar.callerEntered');
/** An organiser removed a caller from the list. */
export const callerRemoved = defineEvent<AttendanceFacts>('calendar.callerRemoved');
/** An organiser downloaded the list of a slot with names. */
export const listDownloaded = defineEvent<SlotFacts>('calendar.listDownloaded');

/** Somebody without an account answered; the owner of the address shall confirm. */
export const answerAsked = defineEvent<{ readonly municipalityId: string; readonly consentId: string }>(
  'calendar.answerAsked',
);

/** Name and key of the topic that brings the seats of a date; defined in full by calendar.seats.live.ts. */
export const seatsChanged = {
  name: 'eventSeats',
  id: ({ occurrenceId }: { readonly occurrenceId: string }) => occurrenceId,
};
