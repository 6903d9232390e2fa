import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { findDeliveryCheck, sendDeliveryCheck } from './notification.check.service.ts';
import { DeliveryCheckPayloadType, DeliveryCheckType, SendDeliveryCheckInputType } from './notification.check.types.ts';

@Resolver(() => MunicipalityType)
export class DeliveryCheckResolver {
  @FieldResolver(() => DeliveryCheckType, {
    nullable: true,
    description: 'Newest delivery check of the town, for its admins; null: there was none.',
  })
  deliveryCheck(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<DeliveryCheckType | null> {
    return findDeliveryCheck(ctx, id);
  }

  @mutation(
    DeliveryCheckPayloadType,
    'Send a probe of an emergency message to the people who work in the town hall, at the contacts that they let emergency messages reach (admins of the town).',
  )
  sendDeliveryCheck(
    @Input(() => SendDeliveryCheckInputType) { municipalityId }: SendDeliveryCheckInputType,
    @Ctx() ctx: Context,
  ): Promise<DeliveryCheckPayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => {
      await sendDeliveryCheck(ctx, id);
      return { check: await findDeliveryCheck(ctx, id) };
    });
  }
}
