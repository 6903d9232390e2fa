import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { LocalDate } from '../kernel/scalars.ts';
import type { Weekday } from './hours.settings.rules.ts';

const WeekdayEnum = enumOf<Weekday>('Weekday', 'A day of the week.', {
  MONDAY: 'Monday.',
  TUESDAY: 'Tuesday.',
  WEDNESDAY: 'Wednesday.',
  THURSDAY: 'Thursday.',
  FRIDAY: 'Friday.',
  SATURDAY: 'Saturday.',
  SUNDAY: 'Sunday.',
});

@ObjectType('OfficeSpan', { description: 'A stretch of open time every week, by the clocks of the town.' })
export class OfficeSpanType {
  @field(() => WeekdayEnum, 'The day.')
  declare weekday: Weekday;

  @field(() => String, 'E.g. "08:00".')
  declare from: string;

  @field(() => String, 'E.g. "17:00"; "24:00" is the end of the day.')
  declare to: string;
}

@ObjectType('ClosedDay', { description: 'A day on which the town hall is closed.' })
export class ClosedDayType {
  @field(() => LocalDate, 'The day.')
  declare date: string;

  @field(() => String, 'Why, e.g. "Weiberfastnacht".')
  declare name: string;
}

@ObjectType('OfficeHours', { description: 'When the town hall works: what its deadlines are counted in.' })
export class OfficeHoursType {
  @field(() => [OfficeSpanType], 'Open every week, Monday first. At most 28.')
  declare spans: readonly OfficeSpanType[];

  @field(() => [ClosedDayType], "The town's own closed days. At most 200.")
  declare closedDays: readonly ClosedDayType[];

  @field(
    () => [ClosedDayType],
    'The legal holidays of its Land, this year and the next, with their German names. At most 50.',
  )
  declare holidays: readonly ClosedDayType[];
}

@InputType('OfficeSpanInput', { description: 'A stretch of open time every week.' })
export class OfficeSpanInputType {
  @field(() => WeekdayEnum, 'The day.')
  declare weekday: Weekday;

  @field(() => String, 'E.g. "08:00".')
  declare from: string;

  @field(() => String, 'Later on the same day, e.g. "17:00" or "24:00".')
  declare to: string;
}

@InputType('ClosedDayInput', { description: 'A day on which the town hall is closed.' })
export class ClosedDayInputType {
  @field(() => String, 'The day, e.g. "2026-12-24".')
  declare date: string;

  @field(() => String, 'Why, up to 80 characters.')
  declare name: string;
}

@InputType('SetOfficeHoursInput', { description: 'When the town hall works from now on.' })
export class SetOfficeHoursInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => [OfficeSpanInputType], 'Open every week.')
  declare spans: readonly OfficeSpanInputType[];

  @field(() => [ClosedDayInputType], "The town's own closed days, beside the holidays of its Land.")
  declare closedDays: readonly ClosedDayInputType[];
}
