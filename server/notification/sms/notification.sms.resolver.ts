import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { findMunicipalityNode } from '../../municipality/municipality.service.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import {
  confirmNumber,
  findNumber,
  listNumbers,
  removeNumber,
  requestNumberCode,
} from './notification.number.service.ts';
import { readTownSms, setTownSms, smsModeOf } from './notification.settings.service.ts';
import type { SmsMode } from './notification.sms.entity.ts';
import {
  ConfirmNumberInputType,
  MobileNumberPayloadType,
  MobileNumbersPayloadType,
  MobileNumberType,
  RemoveNumberInputType,
  RequestNumberCodeInputType,
  SetTownSmsInputType,
  SmsModeEnum,
  TownSmsPayloadType,
  TownSmsType,
} from './notification.sms.types.ts';

@Resolver(() => MunicipalityType)
export class TownSmsResolver {
  @FieldResolver(() => SmsModeEnum, {
    description: 'Messages that the town sends by SMS; OFF also if the installation has no gateway.',
  })
  smsMode(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<SmsMode> {
    return smsModeOf(ctx, id);
  }

  @FieldResolver(() => TownSmsType, {
    nullable: true,
    description: 'Choices of the town for SMS, and what they cost; null: the viewer is not an admin of the town.',
  })
  sms(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<TownSmsType | null> {
    return readTownSms(ctx, id);
  }

  @mutation(TownSmsPayloadType, 'Set which messages the town sends by SMS, and their budget (admins of the town).')
  setTownSms(
    @Input(() => SetTownSmsInputType) input: SetTownSmsInputType,
    @Ctx() ctx: Context,
  ): Promise<TownSmsPayloadType> {
    return answer(async () => {
      const id = idOf('Municipality', input.municipalityId);
      await setTownSms(ctx, id, input);
      return { municipality: await findMunicipalityNode(ctx, id) };
    });
  }
}

@Resolver(() => ViewerType)
export class NumberResolver {
  @FieldResolver(() => [MobileNumberType], {
    description: 'Mobile numbers of the viewer, the oldest first; at most 5.',
  })
  mobileNumbers(@Ctx() ctx: Context): Promise<MobileNumberType[]> {
    return listNumbers(ctx);
  }

  @mutation(
    MobileNumberPayloadType,
    'Send a code to a mobile number that shall get messages of the viewer; a number that is confirmed gets none.',
  )
  requestNumberCode(
    @Input(() => RequestNumberCodeInputType) { municipalityId, number }: RequestNumberCodeInputType,
    @Ctx() ctx: Context,
  ): Promise<MobileNumberPayloadType> {
    return answer(async () => {
      const id = await requestNumberCode(ctx, idOf('Municipality', municipalityId), number);
      return { mobileNumber: await findNumber(ctx, id) };
    });
  }

  @mutation(MobileNumberPayloadType, 'Confirm a mobile number by the code of the newest SMS.')
  confirmNumber(
    @Input(() => ConfirmNumberInputType) { id, code }: ConfirmNumberInputType,
    @Ctx() ctx: Context,
  ): Promise<MobileNumberPayloadType> {
    return answer(async () => {
      const contactId = idOf('MobileNumber', id);
      await confirmNumber(ctx, contactId, code);
      return { mobileNumber: await findNumber(ctx, contactId) };
    });
  }

  @mutation(MobileNumbersPayloadType, 'Remove a mobile number from the account.')
  removeNumber(
    @Input(() => RemoveNumberInputType) { id }: RemoveNumberInputType,
    @Ctx() ctx: Context,
  ): Promise<MobileNumbersPayloadType> {
    return answer(async () => {
      await removeNumber(ctx, choiceOf('MobileNumber', id));
      return { mobileNumbers: await listNumbers(ctx) };
    });
  }
}
