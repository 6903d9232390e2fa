import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { listWaitingPhotos } from './issue.photo.waiting.service.ts';
import { WaitingPhotoConnectionType, type WaitingPhotoType } from './issue.photo.waiting.types.ts';

@Resolver(() => MunicipalityType)
export class WaitingPhotosResolver {
  @FieldResolver(() => WaitingPhotoConnectionType, {
    nullable: true,
    description:
      'Photos on which nobody has decided yet, the longest waiting first; for clerks and admins of the town. Photos of complaints, which are never public, and of reports that were set aside or withdrawn are left out. NOT_FOUND where reports are switched off.',
  })
  waitingPhotos(
    @Root() { id }: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<WaitingPhotoType>> {
    return listWaitingPhotos(ctx, id, page);
  }
}
