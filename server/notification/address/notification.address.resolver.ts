import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import {
  confirmReplyTo,
  readSender,
  removeReplyTo,
  requestReplyTo,
  setFromAddress,
} from './notification.address.service.ts';
import {
  ConfirmReplyToInputType,
  RemoveReplyToInputType,
  RequestReplyToInputType,
  SetFromAddressInputType,
  TownSenderPayloadType,
  TownSenderType,
} from './notification.address.types.ts';

/** Makes the change and answers with the sender after it. */
function senderAfter(
  ctx: Context,
  municipalityId: string,
  change: (id: string) => Promise<void>,
): Promise<TownSenderPayloadType> {
  return answer(async () => {
    const id = idOf('Municipality', municipalityId);
    await change(id);
    return { sender: await readSender(ctx, id) };
  });
}

@Resolver(() => MunicipalityType)
export class TownSenderResolver {
  @FieldResolver(() => TownSenderType, {
    nullable: true,
    description:
      "Sender of the town's mails; for admins of the town and operators. Errors: UNAUTHENTICATED, FORBIDDEN.",
  })
  sender(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<TownSenderType> {
    return readSender(ctx, id);
  }

  @mutation(
    TownSenderPayloadType,
    'Mail a code to an address that shall get replies; until it is confirmed, the earlier one is used (admins of the town).',
  )
  requestReplyTo(
    @Input(() => RequestReplyToInputType) { municipalityId, address }: RequestReplyToInputType,
    @Ctx() ctx: Context,
  ): Promise<TownSenderPayloadType> {
    return senderAfter(ctx, municipalityId, (id) => requestReplyTo(ctx, id, address));
  }

  @mutation(
    TownSenderPayloadType,
    'Confirm the address for replies by the code of the newest mail (admins of the town).',
  )
  confirmReplyTo(
    @Input(() => ConfirmReplyToInputType) { municipalityId, code }: ConfirmReplyToInputType,
    @Ctx() ctx: Context,
  ): Promise<TownSenderPayloadType> {
    return senderAfter(ctx, municipalityId, (id) => confirmReplyTo(ctx, id, code));
  }

  @mutation(
    TownSenderPayloadType,
    'Remove the address for replies, and one that is not confirmed (admins of the town).',
  )
  removeReplyTo(
    @Input(() => RemoveReplyToInputType) { municipalityId }: RemoveReplyToInputType,
    @Ctx() ctx: Context,
  ): Promise<TownSenderPayloadType> {
    return senderAfter(ctx, municipalityId, (id) => removeReplyTo(ctx, id));
  }

  @mutation(TownSenderPayloadType, "Set the sender's address of a town's mails (operators).")
  setFromAddress(
    @Input(() => SetFromAddressInputType) { municipalityId, address }: SetFromAddressInputType,
    @Ctx() ctx: Context,
  ): Promise<TownSenderPayloadType> {
    return senderAfter(ctx, municipalityId, (id) => setFromAddress(ctx, id, address ?? null));
  }
}
