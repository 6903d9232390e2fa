import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { loadedCost } from '../../kernel/cost.ts';
import { Refusal } from '../../kernel/errors.ts';
import { choiceOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { ExportPayloadType } from '../export/privacy.export.types.ts';
import { askAddressData, eraseAddress, exportAddress, findOwnedAddress } from './privacy.address.service.ts';
import {
  AskAddressDataInputType,
  AskAddressDataPayloadType,
  EraseAddressInputType,
  EraseAddressPayloadType,
  ExportAddressInputType,
} from './privacy.address.types.ts';

/** Operations of people without an account. */
@Resolver()
export class AddressDataResolver {
  @Query(() => String, {
    nullable: true,
    complexity: loadedCost,
    description:
      'Address of which the link of a mail exports or erases the data, masked; null: the link is forged, older than 24 hours, or the address is erased.',
  })
  async addressOfLink(
    @Arg('token', () => String, { description: 'Part of the link that follows #.' }) token: string,
    @Ctx() ctx: Context,
  ): Promise<string | null> {
    try {
      return await findOwnedAddress(ctx, token);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  @mutation(
    AskAddressDataPayloadType,
    'Without an account: send a mail to one of the own addresses, whose link exports or erases everything about it.',
  )
  askAddressData(
    @Input(() => AskAddressDataInputType) { token, contactId }: AskAddressDataInputType,
    @Ctx() ctx: Context,
  ): Promise<AskAddressDataPayloadType> {
    return answer(async () => {
      await askAddressData(ctx, token, choiceOf('Contact', contactId));
      return {};
    });
  }

  @mutation(
    ExportPayloadType,
    'Make a link to a ZIP with everything that is stored about an address without an account, by the link of the mail.',
  )
  exportAddress(
    @Input(() => ExportAddressInputType) { token, locale }: ExportAddressInputType,
    @Ctx() ctx: Context,
  ): Promise<ExportPayloadType> {
    return answer(async () => ({ path: await exportAddress(ctx, token, locale ?? 'de') }));
  }

  @mutation(
    EraseAddressPayloadType,
    'Erase an address without an account and everything about it at once, by the link of the mail. Reports stay without the address. This cannot be undone.',
  )
  eraseAddress(
    @Input(() => EraseAddressInputType) { token, withTexts }: EraseAddressInputType,
    @Ctx() ctx: Context,
  ): Promise<EraseAddressPayloadType> {
    return answer(async () => {
      await eraseAddress(ctx, token, withTexts === true);
      return {};
    });
  }
}
