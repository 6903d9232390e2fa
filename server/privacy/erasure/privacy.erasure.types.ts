import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';

@InputType('EraseAccountInput', { description: 'Input of eraseAccount.' })
export class EraseAccountInputType {
  @Field(() => ID, { description: 'Town on whose page the person asks; the mail with the link comes from there.' })
  declare municipalityId: string;

  @field(
    () => Boolean,
    'True: own texts and photos go too. False or null: public reports and ideas stay without their author. Complaints and private messages go in any case.',
    { nullable: true },
  )
  declare withTexts?: boolean | null;
}

@ObjectType({ description: 'Payload of eraseAccount.' })
export class EraseAccountPayloadType extends PayloadType {
  @field(() => DateTime, 'When the account is erased unless the link of the mail is used; null: refused.', {
    nullable: true,
  })
  declare erasesAt?: Date | null;
}

@InputType('UndoErasureInput', { description: 'Input of undoErasure.' })
export class UndoErasureInputType {
  @field(() => String, 'Part of the link in the mail that follows #.')
  declare token: string;
}

@ObjectType({ description: 'Payload of undoErasure.' })
export class UndoErasurePayloadType extends PayloadType {}
