import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { townOf } from '../municipality/municipality.service.ts';
import type { PollRow } from '../poll/poll.entity.ts';
import { PollType } from '../poll/poll.types.ts';
import { findSheetLinks } from './ballot.sheet.service.ts';
import { ResultSheetType } from './ballot.sheet.types.ts';

/** `Poll.resultSheet` stands here because domains may import only earlier domains. */
@Resolver(() => PollType)
export class PollSheetResolver {
  @FieldResolver(() => ResultSheetType, {
    nullable: true,
    description: 'Links to the result sheet; null before the close and while the result is not public.',
  })
  async resultSheet(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<ResultSheetType | null> {
    const { ags } = await townOf(ctx, poll);
    return findSheetLinks(ctx, { id: poll.id, ags });
  }
}
