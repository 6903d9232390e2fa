import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';

const mailedToken = 'Part of the link in the mail that follows #.';

@InputType('AskAddressDataInput', { description: 'Input of askAddressData.' })
export class AskAddressDataInputType {
  @field(() => String, 'Part of the link to the choices that follows #.')
  declare token: string;

  @Field(() => ID, { description: 'The e-mail address: MessageContact.contactId.' })
  declare contactId: string;
}

@InputType('ExportAddressInput', { description: 'Input of exportAddress.' })
export class ExportAddressInputType {
  @field(() => String, mailedToken)
  declare token: string;

  @field(() => String, 'Language of the page in the export, "de" or "en"; null or another one: German.', {
    nullable: true,
  })
  declare locale?: string | null;
}

@InputType('EraseAddressInput', { description: 'Input of eraseAddress.' })
export class EraseAddressInputType {
  @field(() => String, mailedToken)
  declare token: string;

  @field(() => Boolean, 'True: texts and photos of reports with this address go too. False or null: they stay.', {
    nullable: true,
  })
  declare withTexts?: boolean | null;
}

@ObjectType({ description: 'Payload of askAddressData.' })
export class AskAddressDataPayloadType extends PayloadType {}

@ObjectType({ description: 'Payload of eraseAddress.' })
export class EraseAddressPayloadType extends PayloadType {}
