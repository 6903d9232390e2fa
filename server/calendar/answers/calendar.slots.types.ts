import { Field, ID, InputType, Int } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { OccurrenceScopeEnum } from '../calendar.input.types.ts';
import type { OccurrenceScope } from '../calendar.moving.rules.ts';

@InputType('SlotChangeInput', { description: 'New values of a slot.' })
export class SlotChangeInputType {
  @Field(() => ID, { description: 'The slot of the named date; in other dates of the series its counterpart changes.' })
  declare slotId: string;

  @field(() => String, 'SHIFT: name, 2 to 100 characters; unchanged if absent.', { nullable: true })
  declare title?: string | null;

  @field(() => Int, 'Number of seats, 0 to 100,000; unlimited if absent. Fewer take nobody’s seat.', { nullable: true })
  declare capacity?: number | null;

  @field(() => DateTime, 'SHIFT: start at the named date; that of the date if absent.', { nullable: true })
  declare startsAt?: Date | null;

  @field(() => DateTime, 'SHIFT: end at the named date, exclusive; that of the date if absent.', { nullable: true })
  declare endsAt?: Date | null;
}

@InputType('NewShiftInput', { description: 'A shift of helpers that dates get.' })
export class NewShiftInputType {
  @field(() => String, 'Name, 2 to 100 characters.')
  declare title: string;

  @field(() => Int, 'Number of seats, 1 to 100,000; unlimited if absent.', { nullable: true })
  declare capacity?: number | null;

  @field(() => DateTime, 'Start at the named date; that of the date if absent.', { nullable: true })
  declare startsAt?: Date | null;

  @field(() => DateTime, 'End at the named date, exclusive; that of the date if absent.', { nullable: true })
  declare endsAt?: Date | null;
}

@InputType('ChangeSlotsInput', { description: 'Input of changeSlots. Slots that it does not name stay as they are.' })
export class ChangeSlotsInputType {
  @Field(() => ID, { description: 'The date.' })
  declare occurrenceId: string;

  @field(() => Int, 'Version of the event that the change is based on; an older version is refused with CONFLICT.')
  declare version: number;

  @field(() => OccurrenceScopeEnum, 'Dates whose slots change; a single date is always the whole event.')
  declare scope: OccurrenceScope;

  @Field(() => [SlotChangeInputType], { nullable: true, description: 'Slots that change, at most 20.' })
  declare changed?: SlotChangeInputType[] | null;

  @Field(() => [NewShiftInputType], { nullable: true, description: 'New shifts; a date has at most 20 slots.' })
  declare added?: NewShiftInputType[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Shifts to remove, for which nobody has answered with YES or MAYBE.',
  })
  declare removed?: string[] | null;
}
