import { Int, ObjectType } from 'type-graphql';
import { WeekdayEnum } from '../hours/hours.types.ts';
import type { Weekday } from '../hours/hours.settings.rules.ts';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf, connectionOf } from '../kernel/page.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, LocalDate } from '../kernel/scalars.ts';
import type { EventState, OccurrenceState, SlotKind } from './calendar.entity.ts';
import type { Frequency } from './calendar.recurrence.rules.ts';

const EventStateEnum = enumOf('EventState', 'State of an event.', {
  DRAFT: 'The event is not published; visible to people who may publish in its groups.',
  IN_REVIEW: 'The event waits for the approval of an editor.',
  PUBLISHED: 'The event is visible to readers of its groups.',
  CANCELLED: 'The event does not take place; readers of its groups see it as cancelled.',
  WITHDRAWN: 'The event was withdrawn or discarded and is not visible to readers.',
});

const OccurrenceStateEnum = enumOf('OccurrenceState', 'State of one date of an event.', {
  PLANNED: 'The date takes place as the event says.',
  CHANGED:
    'Time, place or online address differ from those of the event, or those of the event changed after the publication.',
  CANCELLED: 'The date does not take place.',
});

export const SlotKindEnum = enumOf('SlotKind', 'Kind of a slot.', {
  ATTENDANCE: 'The date itself.',
  SHIFT: 'A shift of helpers.',
});

export const FrequencyEnum = enumOf('Frequency', 'Unit of the distance between two dates of a series.', {
  DAILY: 'Days.',
  WEEKLY: 'Weeks.',
  MONTHLY: 'Months.',
  YEARLY: 'Years.',
});

@ObjectType('NthWeekday', { description: 'Weekday of a month, such as the first Sunday.' })
export class NthWeekdayType {
  @field(() => Int, '1 to 4, or -1 for the last one.')
  declare nth: number;

  @field(() => WeekdayEnum, 'The weekday.')
  declare weekday: Weekday;
}

@ObjectType('Recurrence', { description: 'Rule of a series as people enter it.' })
export class RecurrenceType {
  @field(() => FrequencyEnum, 'Unit of the distance between two dates.')
  declare frequency: Frequency;

  @field(() => Int, 'Every n-th day, week, month or year.', { nullable: true })
  declare interval?: number | null;

  @field(() => [WeekdayEnum], 'WEEKLY: weekdays, in the order of the week, at most 7; otherwise empty.', {
    nullable: true,
  })
  declare weekdays?: readonly Weekday[] | null;

  @field(() => Int, 'MONTHLY, YEARLY: day of the month, -1 for the last; null: `nthWeekday` decides.', {
    nullable: true,
  })
  declare dayOfMonth?: number | null;

  @field(() => NthWeekdayType, 'MONTHLY, YEARLY: weekday of the month; null: `dayOfMonth` decides.', { nullable: true })
  declare nthWeekday?: NthWeekdayType | null;

  @field(() => LocalDate, 'Last day on which a date may start; null: `count` ends the series.', { nullable: true })
  declare until?: string | null;

  @field(() => Int, 'Number of dates; null: `until` ends the series.', { nullable: true })
  declare count?: number | null;
}

@ObjectType('EventDate', { description: 'One date of a series that is not stored.' })
export class EventDateType {
  @field(() => DateTime, 'Start.')
  declare startsAt: Date;

  @field(() => DateTime, 'End, exclusive.')
  declare endsAt: Date;
}

@ObjectType('EventDates', { description: 'Dates that a series would have.' })
export class EventDatesType extends PayloadType {
  @field(() => String, 'Rule as RRULE of RFC 5545 without the name of the property; null: a single date.', {
    nullable: true,
  })
  declare rule?: string | null;

  @field(() => [EventDateType], 'Dates in their order. At most 400, and within 18 months.', { nullable: true })
  declare dates?: readonly EventDateType[] | null;

  @field(() => Boolean, 'Whether the series has no further dates.', { nullable: true })
  declare isComplete?: boolean | null;
}

@ObjectType('PlannedSlot', { description: 'Slot that each date of an event gets.' })
export class PlannedSlotType {
  @field(() => SlotKindEnum, 'Kind of the slot.')
  declare kind: SlotKind;

  @field(() => String, 'Name of the shift, plain text; empty for ATTENDANCE.')
  declare title: string;

  @field(() => Int, 'Number of seats; null: unlimited.', { nullable: true })
  declare capacity?: number | null;

  @field(() => DateTime, 'SHIFT: start at the first date; null: that of the date.', { nullable: true })
  declare startsAt?: Date | null;

  @field(() => DateTime, 'SHIFT: end at the first date, exclusive; null: that of the date.', { nullable: true })
  declare endsAt?: Date | null;
}

@ObjectType('Event', {
  implements: NodeType,
  description: 'Event of a town hall or a club in one or more groups, with one date or a series of dates.',
})
export class EventType {
  declare id: string;

  @field(() => String, 'Title, plain text.')
  declare title: string;

  @field(() => String, 'Beginning of the text, up to 280 characters of plain text; empty without a text.')
  declare excerpt: string;

  @field(() => String, 'Place in words; null: none, for example because the event takes place online.', {
    nullable: true,
  })
  declare place?: string | null;

  @field(() => String, 'Address with https at which people take part online; null: none.', { nullable: true })
  declare onlineUrl?: string | null;

  @field(() => String, 'IANA time zone, in which the dates of a series keep their local time.')
  declare timeZone: string;

  @field(() => Boolean, 'True: the dates begin at local midnight and end, exclusively, at local midnight.')
  declare isAllDay: boolean;

  @field(() => DateTime, 'Start of the first date as planned.')
  declare startsAt: Date;

  @field(() => DateTime, 'End of the first date as planned, exclusive.')
  declare endsAt: Date;

  @field(
    () => String,
    'Rule of the series as RRULE of RFC 5545 without the name of the property; null: a single date.',
    {
      nullable: true,
    },
  )
  declare rule?: string | null;

  @field(() => Int, 'Number of companions whom a person may bring along, 0 to 9.')
  declare maxCompanions: number;

  @field(() => DateTime, 'When answers end; null: with the start of each date.', { nullable: true })
  declare answersUntil?: Date | null;

  @field(() => EventStateEnum, 'State of the event.')
  declare state: EventState;

  @field(() => String, 'Identifier in calendars (UID of RFC 5545); never changes.')
  declare uid: string;

  @field(
    () => Int,
    'SEQUENCE of RFC 5545: increases by 1 when time, place or online address change, or with a cancellation.',
  )
  declare sequence: number;

  @field(() => DateTime, 'When the event was published; null: not yet.', { nullable: true })
  declare publishedAt?: Date | null;

  @field(() => DateTime, 'When the event was cancelled; null: not cancelled.', { nullable: true })
  declare cancelledAt?: Date | null;

  @field(() => String, 'Reason of the cancellation for readers; null: none was given.', { nullable: true })
  declare cancelReason?: string | null;

  @field(() => DateTime, 'When the event was last changed.')
  declare updatedAt: Date;

  @field(() => Int, 'Increases with every change; changes must name the version on which they are based.')
  declare version: number;
}

@ObjectType('Occurrence', { implements: NodeType, description: 'One date of an event.' })
export class OccurrenceType {
  declare id: string;

  @field(
    () => DateTime,
    'Start by the rule of the event, which names the date in calendars (RECURRENCE-ID of RFC 5545).',
  )
  declare originalStart: Date;

  @field(() => DateTime, 'Start; for all-day events local midnight.')
  declare startsAt: Date;

  @field(() => DateTime, 'End, exclusive; for all-day events local midnight.')
  declare endsAt: Date;

  @field(() => OccurrenceStateEnum, 'State of the date.')
  declare state: OccurrenceState;

  @field(
    () => DateTime,
    'Start before the last change of the time; null: the date was not moved since the publication.',
    {
      nullable: true,
    },
  )
  declare movedFrom?: Date | null;

  @field(() => DateTime, 'When the date was cancelled; null: not cancelled.', { nullable: true })
  declare cancelledAt?: Date | null;

  @field(() => String, 'Reason of the cancellation for readers; null: none was given.', { nullable: true })
  declare cancelReason?: string | null;

  @field(() => DateTime, 'When the date was last changed.')
  declare changedAt: Date;
}

export const OccurrenceConnectionType = connectionOf(OccurrenceType, 'Occurrence');
export const EventConnectionType = countedConnectionOf(EventType, 'Event');

@ObjectType('Slot', {
  implements: NodeType,
  description: 'Seats at one date of an event, for the date itself or for a shift of helpers.',
})
export class SlotType {
  declare id: string;

  @field(() => SlotKindEnum, 'Kind of the slot.')
  declare kind: SlotKind;

  @field(() => String, 'Name of the shift, plain text; empty for ATTENDANCE.')
  declare title: string;

  @field(() => DateTime, 'Start of the shift; null: that of the date.', { nullable: true })
  declare startsAt?: Date | null;

  @field(() => DateTime, 'End of the shift, exclusive; null: that of the date.', { nullable: true })
  declare endsAt?: Date | null;

  @field(() => Int, 'Number of seats; null: unlimited.', { nullable: true })
  declare capacity?: number | null;

  @field(() => Int, 'Number of taken seats: people who come, with their companions.')
  declare taken: number;
}
