import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Weekday } from '../hours/hours.settings.rules.ts';
import { WeekdayEnum } from '../hours/hours.types.ts';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, LocalDate, UUID } from '../kernel/scalars.ts';
import { AttachmentInputType } from '../media/media.attachment.types.ts';
import { PictureInputType } from '../media/media.types.ts';
import { PointInputType } from '../municipality/municipality.types.ts';
import { PostVariantInputType } from '../post/post.variant.types.ts';
import type { SlotKind } from './calendar.entity.ts';
import type { OccurrenceScope } from './calendar.moving.rules.ts';
import type { Frequency } from './calendar.recurrence.rules.ts';
import { EventType, FrequencyEnum, OccurrenceType, SlotKindEnum } from './calendar.types.ts';

@InputType('NthWeekdayInput', { description: 'Weekday of a month, such as the first Sunday.' })
export class NthWeekdayInputType {
  @field(() => Int, '1 to 4, or -1 for the last one.')
  declare nth: number;

  @field(() => WeekdayEnum, 'The weekday.')
  declare weekday: Weekday;
}

@InputType('RecurrenceInput', {
  description: 'Rule of a series. It needs an end, `until` or `count`, and must contain the first date.',
})
export class RecurrenceInputType {
  @field(() => FrequencyEnum, 'Unit of the distance between two dates.')
  declare frequency: Frequency;

  @field(() => Int, 'Every n-th day, week, month or year, 1 to 99; 1 if absent.', { nullable: true })
  declare interval?: number | null;

  @Field(() => [WeekdayEnum], {
    nullable: true,
    description: 'WEEKLY: weekdays, at most 7; that of the first date if absent.',
  })
  declare weekdays?: Weekday[] | null;

  @field(() => Int, 'MONTHLY, YEARLY: day of the month, 1 to 31, -1 for the last; that of the first date if absent.', {
    nullable: true,
  })
  declare dayOfMonth?: number | null;

  @field(() => NthWeekdayInputType, 'MONTHLY, YEARLY: weekday of the month instead of `dayOfMonth`.', {
    nullable: true,
  })
  declare nthWeekday?: NthWeekdayInputType | null;

  @field(() => LocalDate, 'Last day on which a date may start, within ten years.', { nullable: true })
  declare until?: string | null;

  @field(() => Int, 'Number of dates, 1 to 400.', { nullable: true })
  declare count?: number | null;
}

@InputType('EventDatesInput', { description: 'First date of an event and the rule of its series.' })
export class EventDatesInputType {
  @field(() => DateTime, 'Start of the first date, within 18 months; for all-day events local midnight.')
  declare startsAt: Date;

  @field(() => DateTime, 'End of the first date, exclusive, at most 366 days later; for all-day events local midnight.')
  declare endsAt: Date;

  @field(() => Boolean, 'True: whole days, without times.')
  declare isAllDay: boolean;

  @field(() => String, 'IANA time zone, such as "Europe/Berlin"; that of the town if absent.', { nullable: true })
  declare timeZone?: string | null;

  @field(() => RecurrenceInputType, 'Rule of the series; a single date if absent.', { nullable: true })
  declare recurrence?: RecurrenceInputType | null;
}

@InputType('PlannedSlotInput', { description: 'Slot that each date of an event gets.' })
export class PlannedSlotInputType {
  @field(() => SlotKindEnum, 'Kind of the slot; ATTENDANCE at most once.')
  declare kind: SlotKind;

  @field(() => String, 'SHIFT: name, 2 to 100 characters.', { nullable: true })
  declare title?: string | null;

  @field(() => Int, 'Number of seats, 1 to 100,000; unlimited if absent.', { nullable: true })
  declare capacity?: number | null;

  @field(() => DateTime, 'SHIFT: start at the first date; that of the date if absent.', { nullable: true })
  declare startsAt?: Date | null;

  @field(() => DateTime, 'SHIFT: end at the first date, exclusive; that of the date if absent.', { nullable: true })
  declare endsAt?: Date | null;
}

@InputType('EventContentInput', { description: 'Texts and settings of an event.' })
class EventContentInputType {
  @field(() => String, 'Title, 3 to 200 characters.')
  declare title: string;

  @field(() => String, 'Text in Markdown, up to 20,000 characters; raw HTML is shown as text. None if absent.', {
    nullable: true,
  })
  declare body?: string | null;

  @Field(() => [PostVariantInputType], {
    nullable: true,
    description: 'Translations into other languages, whose texts may be empty. At most two.',
  })
  declare variants?: PostVariantInputType[] | null;

  @Field(() => [PictureInputType], {
    nullable: true,
    description: 'Pictures in the order shown. At most 6; if absent, those of the event stay.',
  })
  declare pictures?: PictureInputType[] | null;

  @Field(() => [AttachmentInputType], {
    nullable: true,
    description: 'PDFs in the order shown, such as a poster. At most 3; if absent, those of the event stay.',
  })
  declare attachments?: AttachmentInputType[] | null;

  @field(() => String, 'Place in words, up to 200 characters; none if absent.', { nullable: true })
  declare place?: string | null;

  @field(() => PointInputType, 'The place on the map; none if absent.', { nullable: true })
  declare point?: PointInputType | null;

  @field(() => String, 'Address with https, up to 500 characters, at which people take part online.', {
    nullable: true,
  })
  declare onlineUrl?: string | null;

  @field(() => Int, 'Number of companions whom a person may bring along, 0 to 9; 0 if absent.', { nullable: true })
  declare maxCompanions?: number | null;

  @field(
    () => DateTime,
    'When answers end, at most the start of the last date; with the start of each date if absent.',
    { nullable: true },
  )
  declare answersUntil?: Date | null;
}

@InputType('CreateEventInput', { description: 'A new event, which is published now or kept as a draft.' })
export class CreateEventInputType extends EventContentInputType {
  @Field(() => [ID], { description: 'Groups of one town in which the event is published, 1 to 50.' })
  declare groupIds: string[];

  @field(() => EventDatesInputType, 'The first date, and the rule of a series.')
  declare dates: EventDatesInputType;

  @Field(() => [PlannedSlotInputType], {
    nullable: true,
    description: 'Slots of each date, at most 20; without slots nobody answers.',
  })
  declare slots?: PlannedSlotInputType[] | null;

  @Field(() => Boolean, { description: 'True: keep the event as a draft. API keys must give true.' })
  declare isDraft: boolean;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;

  @field(
    () => String,
    'For API keys: id of the event in the system of the partner, 1 to 100 characters, unique per key.',
    { nullable: true },
  )
  declare externalId?: string | null;
}

@InputType('UpdateEventInput', {
  description: 'Input of updateEvent. Texts and settings that are absent become empty.',
})
export class UpdateEventInputType extends EventContentInputType {
  @Field(() => ID, { description: 'The event.' })
  declare eventId: string;

  @field(() => Int, 'Version of the event that the change is based on; an older version is refused with CONFLICT.')
  declare version: number;

  @Field(() => [ID], { nullable: true, description: 'New groups, only before publication; unchanged if absent.' })
  declare groupIds?: string[] | null;

  @field(() => EventDatesInputType, 'New dates, only before publication; unchanged if absent.', { nullable: true })
  declare dates?: EventDatesInputType | null;

  @Field(() => [PlannedSlotInputType], {
    nullable: true,
    description: 'New slots of each date, only before publication, at most 20; unchanged if absent.',
  })
  declare slots?: PlannedSlotInputType[] | null;
}

@InputType('PublishEventInput', { description: 'Input of publishEvent.' })
export class PublishEventInputType {
  @Field(() => ID, { description: 'The event.' })
  declare eventId: string;
}

@InputType('WithdrawEventInput', { description: 'Input of withdrawEvent.' })
export class WithdrawEventInputType {
  @Field(() => ID, { description: 'The event.' })
  declare eventId: string;

  @Field(() => String, { nullable: true, description: 'Reason for colleagues, up to 300 characters.' })
  declare reason?: string | null;
}

@ObjectType()
export class EventPayloadType extends PayloadType {
  @field(() => EventType, 'The event after the change. With CONFLICT: the current event, changed by another person.', {
    nullable: true,
  })
  declare event?: EventType | null;
}

export const OccurrenceScopeEnum = enumOf('OccurrenceScope', 'Dates of a series that a change concerns.', {
  THIS: 'The named date alone.',
  ALL: 'All dates that have not begun, and the named one.',
  FOLLOWING: 'The named date and all later ones.',
});

@InputType('ChangeOccurrencesInput', {
  description: 'Input of changeOccurrences. What is absent stays as it is.',
})
export class ChangeOccurrencesInputType {
  @Field(() => ID, { description: 'The date.' })
  declare occurrenceId: string;

  @field(() => Int, 'Version of the event that the change is based on; an older version is refused with CONFLICT.')
  declare version: number;

  @field(() => OccurrenceScopeEnum, 'Dates that change; a single date is always the whole event.')
  declare scope: OccurrenceScope;

  @field(
    () => DateTime,
    'New start of the named date; ALL and FOLLOWING of a series change the time of the day only.',
    {
      nullable: true,
    },
  )
  declare startsAt?: Date | null;

  @field(() => DateTime, 'New end of the named date, exclusive; with its start it moves along if absent.', {
    nullable: true,
  })
  declare endsAt?: Date | null;

  @field(() => String, 'New place in words, up to 200 characters; empty: none.', { nullable: true })
  declare place?: string | null;

  @field(() => String, 'New address with https, up to 500 characters; empty: none.', { nullable: true })
  declare onlineUrl?: string | null;
}

@InputType('CancelOccurrencesInput', { description: 'Input of cancelOccurrences.' })
export class CancelOccurrencesInputType {
  @Field(() => ID, { description: 'The date.' })
  declare occurrenceId: string;

  @field(() => Int, 'Version of the event that the change is based on; an older version is refused with CONFLICT.')
  declare version: number;

  @field(() => OccurrenceScopeEnum, 'Dates that are cancelled; a single date is always the whole event.')
  declare scope: OccurrenceScope;

  @field(() => String, 'Reason for readers, up to 300 characters.', { nullable: true })
  declare reason?: string | null;
}

@ObjectType()
export class OccurrencesPayloadType extends PayloadType {
  @field(
    () => EventType,
    'The event of the named date after the change, a new one after FOLLOWING. With CONFLICT: the current event.',
    { nullable: true },
  )
  declare event?: EventType | null;

  @field(() => OccurrenceType, 'The named date after the change.', { nullable: true })
  declare occurrence?: OccurrenceType | null;
}
