import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { LocalDate } from '../kernel/scalars.ts';
import type { Weekday } from './hours.settings.rules.ts';

export const WeekdayEnum = enumOf<Weekday>('Weekday', 'A day of the week.', {
  MONDAY: 'Monday.',
  TUESDAY: 'Tuesday.',
  WEDNESDAY: 'Wednesday.',
  THURSDAY: 'Thursday.',
  FRIDAY: 'Friday.',
  SATURDAY: 'Saturday.',
  SUNDAY: 'Sunday.',
});

@ObjectType('OfficeSpan', { description: 'An open period that repeats every week, in local time of the town.' })
export class OfficeSpanType {
  @field(() => WeekdayEnum, 'The day.')
  declare weekday: Weekday;

  @field(() => String, 'Start, e.g. "08:00".')
  declare from: string;

  @field(() => String, 'End, e.g. "17:00"; "24:00" is the end of the day.')
  declare to: string;
}

@ObjectType('ClosedDay', { description: 'A day on which the town hall is closed.' })
export class ClosedDayType {
  @field(() => LocalDate, 'The day.')
  declare date: string;

  @field(() => String, 'Reason, e.g. "Weiberfastnacht".')
  declare name: string;
}

@ObjectType('OfficeHours', { description: 'Opening hours of the town hall; deadlines are counted in this time.' })
export class OfficeHoursType {
  @field(() => [OfficeSpanType], 'Open periods of every week, Monday first. At most 28.')
  declare spans: readonly OfficeSpanType[];

  @field(() => [ClosedDayType], "The town's own closed days. At most 200.")
  declare closedDays: readonly ClosedDayType[];

  @field(
    () => [ClosedDayType],
    'Legal holidays of its Land in this year and the next, with their German names. At most 50.',
  )
  declare holidays: readonly ClosedDayType[];
}

@InputType('OfficeSpanInput', { description: 'An open period that repeats every week.' })
export class OfficeSpanInputType {
  @field(() => WeekdayEnum, 'The day.')
  declare weekday: Weekday;

  @field(() => String, 'Start, e.g. "08:00".')
  declare from: string;

  @field(() => String, 'End, later on the same day, e.g. "17:00" or "24:00".')
  declare to: string;
}

@InputType('ClosedDayInput', { description: 'A day on which the town hall is closed.' })
export class ClosedDayInputType {
  @field(() => String, 'The day, e.g. "2026-12-24".')
  declare date: string;

  @field(() => String, 'Reason, up to 80 characters.')
  declare name: string;
}

@InputType('SetOfficeHoursInput', { description: 'New opening hours of the town hall.' })
export class SetOfficeHoursInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => [OfficeSpanInputType], 'Open periods of every week.')
  declare spans: readonly OfficeSpanInputType[];

  @field(() => [ClosedDayInputType], "The town's own closed days, in addition to the holidays of its Land.")
  declare closedDays: readonly ClosedDayInputType[];
}
