import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { readSending } from './notification.town.service.ts';
import { TownSendingType } from './notification.town.types.ts';

/** `Municipality.sending` stands here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalitySendingResolver {
  @FieldResolver(() => TownSendingType, {
    nullable: true,
    complexity: 100, // counts the deliveries of two weeks
    description:
      'Sender and channels of the town, and how fast its messages leave; for admins of the town. Errors: UNAUTHENTICATED, FORBIDDEN.',
  })
  sending(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<TownSendingType> {
    return readSending(ctx, municipality);
  }
}
