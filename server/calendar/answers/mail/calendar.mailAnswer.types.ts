import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../../kernel/field.ts';
import { PayloadType, proofDescription, ProvablePayloadType } from '../../../kernel/payload.ts';
import type { AttendanceAnswer, AttendanceReminder } from '../../calendar.slot.entity.ts';
import { SlotType } from '../../calendar.types.ts';
import { AttendanceAnswerEnum, AttendanceReminderEnum } from '../calendar.attendance.types.ts';

@InputType({ description: 'Answer of somebody without an account.' })
abstract class PartyInputType {
  @field(() => AttendanceAnswerEnum, 'The answer.')
  declare answer: AttendanceAnswer;

  @field(() => Int, 'Number of companions, up to `Event.maxCompanions`; null: none. NO has none.', { nullable: true })
  declare companions?: number | null;

  @field(() => AttendanceReminderEnum, 'When to remind; null: as before, at first never.', { nullable: true })
  declare reminder?: AttendanceReminder | null;
}

@InputType('AnswerByMailInput', { description: 'Input of answerByMail.' })
export class AnswerByMailInputType extends PartyInputType {
  @Field(() => ID, { description: 'The slot: the date itself or a shift.' })
  declare slotId: string;

  @field(() => String, 'Name for the organisers, 2 to 80 characters.')
  declare name: string;

  @field(() => String, 'Address whose owner must confirm the answer with the link in a mail.')
  declare email: string;

  @Field(() => String, { description: 'Language of the page and of the mails: de, de-x-leicht or en.' })
  declare locale: string;

  @field(() => String, proofDescription, { nullable: true })
  declare proof?: string | null;
}

@InputType('ConfirmAnswerInput', { description: 'Input of confirmAnswer.' })
export class ConfirmAnswerInputType {
  @Field(() => String, { description: 'Part of the link in the mail that follows #.' })
  declare token: string;
}

@InputType('ChangeAnswerByLinkInput', { description: 'Input of changeAnswerByLink.' })
export class ChangeAnswerByLinkInputType extends PartyInputType {
  @Field(() => String, { description: 'Part of the link that follows #.' })
  declare token: string;

  @Field(() => ID, { description: 'The answer.' })
  declare attendanceId: string;
}

@InputType('TakeBackAnswerInput', { description: 'Input of takeBackAnswer.' })
export class TakeBackAnswerInputType {
  @Field(() => String, { description: 'Part of the link that follows #.' })
  declare token: string;

  @Field(() => ID, { description: 'The answer.' })
  declare attendanceId: string;
}

@ObjectType({ description: 'Base of the payload of answerByMail.' })
export class AnswerByMailPayloadType extends ProvablePayloadType {
  @field(() => SlotType, 'The slot, unchanged until the confirmation; null after a refusal.', { nullable: true })
  declare slot?: SlotType | null;
}

@ObjectType({ description: 'Base of the payload of confirmAnswer.' })
export class ConfirmAnswerPayloadType extends PayloadType {
  @field(
    () => String,
    'Token of the link to the answers of the address, for `answersByLink`; null: the call was refused, or the answer belongs to the account with this address.',
    { nullable: true },
  )
  declare token?: string | null;
}
