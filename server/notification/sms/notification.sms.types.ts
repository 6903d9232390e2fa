import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { DeliveryState } from '../notification.entity.ts';
import { DeliveryStateEnum } from '../notification.types.ts';
import type { SmsMode } from './notification.sms.entity.ts';

export const SmsModeEnum = enumOf<SmsMode>('SmsMode', 'Messages that a town sends by SMS.', {
  OFF: 'None.',
  EMERGENCY_ONLY: 'Emergency messages, and codes that verify a number.',
  CHOSEN: 'Emergency messages, and messages of the interests for which people choose SMS.',
});

@ObjectType('TownSms', { description: 'Choices of a town for SMS, and what they cost; for admins.' })
export class TownSmsType {
  @field(() => SmsModeEnum, 'Messages that the town sends by SMS, if the installation has a gateway.')
  declare mode: SmsMode;

  @field(() => Int, 'Budget of a month in cents. Emergency messages leave beyond it, too.')
  declare budgetCents: number;

  @field(() => Int, 'Cents that were reserved or paid this month, rounded up.')
  declare spentCents: number;

  @field(() => String, 'Sender that the town chose; null: none.', { nullable: true })
  declare sender?: string | null;

  @field(() => String, "Sender that phones show: the chosen one, or the beginning of the town's name.")
  declare shownSender: string;
}

@InputType('SetTownSmsInput', { description: 'Input of setTownSms.' })
export class SetTownSmsInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => SmsModeEnum, 'Messages that the town sends by SMS.')
  declare mode: SmsMode;

  @field(() => Int, 'Budget of a month in cents, at most 1,000,000.')
  declare budgetCents: number;

  @field(() => String, "Sender: at most 11 letters, digits and blanks; absent: the beginning of the town's name.", {
    nullable: true,
  })
  declare sender?: string | null;
}

@ObjectType()
export class TownSmsPayloadType extends PayloadType {
  @field(() => MunicipalityType, 'The town after the change; null: the call was refused.', { nullable: true })
  declare municipality?: MunicipalityType | null;
}

@ObjectType('MobileNumber', {
  implements: NodeType,
  description: 'Mobile number that gets messages of the viewer by the channel SMS; visible to the viewer only.',
})
export class MobileNumberType {
  declare id: string;

  @field(() => String, 'Country code and the last two digits: "+49 … 42".')
  declare masked: string;

  @field(() => Boolean, 'False: nothing but a code is sent to the number, until the viewer confirms it.')
  declare isConfirmed: boolean;

  @field(() => Boolean, 'Whether emergency messages come to the number.')
  declare forEmergencies: boolean;

  @field(() => DeliveryStateEnum, 'State of the newest code; null: none was sent.', { nullable: true })
  declare codeState?: DeliveryState | null;
}

@InputType('RequestNumberCodeInput', { description: 'Input of requestNumberCode.' })
export class RequestNumberCodeInputType {
  @Field(() => ID, { description: 'The town that pays for the SMS.' })
  declare municipalityId: string;

  @field(() => String, 'Mobile number, with or without a country code, at most 40 characters.')
  declare number: string;
}

@InputType('ConfirmNumberInput', { description: 'Input of confirmNumber.' })
export class ConfirmNumberInputType {
  @Field(() => ID, { description: 'The number.' })
  declare id: string;

  @field(() => String, 'Eight digits of the newest SMS; blanks do not matter.')
  declare code: string;
}

@InputType('RemoveNumberInput', { description: 'Input of removeNumber.' })
export class RemoveNumberInputType {
  @Field(() => ID, { description: 'The number.' })
  declare id: string;
}

@ObjectType()
export class MobileNumberPayloadType extends PayloadType {
  @field(() => MobileNumberType, 'The number after the change; null: the call was refused.', { nullable: true })
  declare mobileNumber?: MobileNumberType | null;
}

@ObjectType()
export class MobileNumbersPayloadType extends PayloadType {
  @field(() => [MobileNumberType], 'Numbers of the viewer after the change, at most 5; null: the call was refused.', {
    nullable: true,
  })
  declare mobileNumbers?: MobileNumberType[] | null;
}
