import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { PhotoType } from '../media/media.types.ts';
import type { PollOptionRow } from './poll.entity.ts';
import { findPicture } from './poll.picture.service.ts';
import { PollOptionType } from './poll.types.ts';

@Resolver(() => PollOptionType)
export class OptionPictureResolver {
  @FieldResolver(() => PhotoType, {
    nullable: true,
    description: 'Picture of the option with an alternative text; null: none.',
    complexity: () => 1, // one row
  })
  picture(@Root() option: PollOptionRow, @Ctx() ctx: Context): Promise<PhotoType | null> {
    return findPicture(ctx, option);
  }
}
