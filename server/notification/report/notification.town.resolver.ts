import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { live } from '../../kernel/live/live.ts';
import { StreamCursor } from '../../kernel/scalars.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { type SendingState, sendingStream } from './notification.town.live.ts';
import { readSending } from './notification.town.service.ts';
import { SendingProgressType, TownSendingType } from './notification.town.types.ts';

/** `Municipality.sending` stands here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalitySendingResolver {
  @FieldResolver(() => TownSendingType, {
    nullable: true,
    complexity: 100, // counts the deliveries of two weeks
    description:
      'Channels of the town, and how fast its messages leave; for admins of the town. Errors: UNAUTHENTICATED, FORBIDDEN.',
  })
  sending(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<TownSendingType> {
    return readSending(ctx, municipality);
  }

  @Subscription(() => SendingProgressType, {
    name: 'sending',
    description:
      'How fast the messages of the town leave today, for its admins: the current state (with `after` only if it is newer), then every change, combined at intervals of a second.',
    ...live(sendingStream, ({ municipalityId }: { municipalityId: string }) => ({
      municipalityId: idOf('Municipality', municipalityId),
    })),
  })
  watchSending(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) _municipalityId: string,
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the state that the client already has.',
    })
    _after: string | null,
    @Root() progress: SendingState,
  ): SendingState {
    return progress;
  }
}
