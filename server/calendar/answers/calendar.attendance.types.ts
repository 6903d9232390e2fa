import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { connectionOf } from '../../kernel/page.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime, StreamCursor, UUID } from '../../kernel/scalars.ts';
import type { AttendanceAnswer, AttendanceReminder } from '../calendar.slot.entity.ts';
import { OccurrenceType, SlotType } from '../calendar.types.ts';

export const AttendanceAnswerEnum = enumOf('AttendanceAnswer', 'Answer of a person for a slot.', {
  YES: 'The person comes, and takes seats or waits for them.',
  NO: 'The person does not come.',
  MAYBE: 'The person does not know yet and takes no seats.',
});

export const AttendanceReminderEnum = enumOf('AttendanceReminder', 'When a person is reminded of a date.', {
  NONE: 'Never.',
  DAY_BEFORE: 'One day before the start, at the same time of the day.',
  TWO_HOURS_BEFORE: 'Two hours before the start.',
});

@ObjectType('Attendance', {
  implements: NodeType,
  description: 'Answer of a person for a slot; visible to the person and to the organisers.',
})
export class AttendanceType {
  declare id: string;

  @field(() => AttendanceAnswerEnum, 'The answer.')
  declare answer: AttendanceAnswer;

  @field(() => Int, 'Number of companions, 0 to 9.')
  declare companions: number;

  @field(() => DateTime, 'Since when a YES waits for seats; null: it does not wait.', { nullable: true })
  declare waitingSince?: Date | null;

  @field(() => DateTime, 'When an organiser noted that the person has come; null: not noted.', { nullable: true })
  declare checkedInAt?: Date | null;

  @field(() => AttendanceReminderEnum, 'When the person is reminded.')
  declare reminder: AttendanceReminder;

  @field(() => DateTime, 'When the person first answered.')
  declare createdAt: Date;
}

export const AttendanceConnectionType = connectionOf(AttendanceType, 'Attendance');

@InputType('AnswerEventInput', { description: 'Input of answerEvent.' })
export class AnswerEventInputType {
  @Field(() => ID, { description: 'The slot: the date itself or a shift.' })
  declare slotId: string;

  @field(() => AttendanceAnswerEnum, 'The answer.')
  declare answer: AttendanceAnswer;

  @field(() => Int, 'Number of companions, up to `Event.maxCompanions`; null: none. NO has none.', { nullable: true })
  declare companions?: number | null;

  @field(
    () => String,
    'Name for the organisers, 2 to 80 characters; null: that of the last answer in the town or of the account, if there is one.',
    { nullable: true },
  )
  declare name?: string | null;

  @field(() => AttendanceReminderEnum, 'When to remind; null: as before, at first never.', { nullable: true })
  declare reminder?: AttendanceReminder | null;
}

@InputType('SetCapacityInput', { description: 'Input of setCapacity.' })
export class SetCapacityInputType {
  @Field(() => ID, { description: 'The slot.' })
  declare slotId: string;

  @field(() => Int, 'Number of seats, 0 to 100,000; null: unlimited. A lower number takes nobody’s seat.', {
    nullable: true,
  })
  declare capacity?: number | null;
}

@InputType('EnterCallerInput', { description: 'Input of enterCaller.' })
export class EnterCallerInputType {
  @Field(() => ID, { description: 'The slot.' })
  declare slotId: string;

  @field(() => String, 'Name of the caller, 2 to 80 characters.')
  declare name: string;

  @field(() => Int, 'Number of companions, up to `Event.maxCompanions`; null: none.', { nullable: true })
  declare companions?: number | null;

  @Field(() => UUID, {
    description: 'Random key, new for each caller; a repeated request enters nobody a second time.',
  })
  declare idempotencyKey: string;
}

@InputType('RemoveCallerInput', { description: 'Input of removeCaller.' })
export class RemoveCallerInputType {
  @Field(() => ID, { description: 'The answer that was entered for the caller.' })
  declare attendanceId: string;
}

@InputType('CheckInInput', { description: 'Input of checkIn.' })
export class CheckInInputType {
  @Field(() => ID, { description: 'The answer of the person.' })
  declare attendanceId: string;

  @field(() => Boolean, 'True: the person has come; false: the note was a mistake.')
  declare isPresent: boolean;
}

@ObjectType({ description: 'Base of payloads about a slot.' })
export class SlotPayloadType extends PayloadType {
  @field(() => SlotType, 'The slot after the change; null after a refusal.', { nullable: true })
  declare slot?: SlotType | null;
}

@ObjectType({ description: 'Base of payloads about an answer.' })
export class AttendancePayloadType extends PayloadType {
  @field(() => AttendanceType, 'The answer after the change; null after a refusal.', { nullable: true })
  declare attendance?: AttendanceType | null;
}

@ObjectType({ description: 'Base of the payload of answerEvent.' })
export class AnswerEventPayloadType extends SlotPayloadType {
  @field(() => AttendanceType, 'The answer as it was stored; null after a refusal.', { nullable: true })
  declare attendance?: AttendanceType | null;
}

@ObjectType('EventSeatsUpdate', { description: 'Seats of a date as they change.' })
export class EventSeatsUpdateType {
  @field(() => OccurrenceType, 'The date.')
  declare occurrence: OccurrenceType;

  @field(() => [SlotType], 'Slots of the date with their seats. At most 20.')
  declare slots: readonly SlotType[];

  @field(() => StreamCursor, 'Give it as `after` to go on from here.')
  declare cursor: string;
}
