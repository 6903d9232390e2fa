import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import type { PostRow } from '../post/post.entity.ts';
import { PostType } from '../post/post.types.ts';
import type { PollRow } from './poll.entity.ts';
import { findPollOf, findPostOf } from './poll.post.service.ts';
import { PollType } from './poll.types.ts';

@Resolver(() => PollType)
export class PollPostResolver {
  @FieldResolver(() => PostType, {
    nullable: true,
    description: 'The post it is part of, if the viewer may read it; null also where it stands for itself.',
  })
  post(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<PostType | null> {
    return findPostOf(ctx, poll);
  }
}

/** An edge belongs to the later domain. */
@Resolver(() => PostType)
export class PostPollResolver {
  @FieldResolver(() => PollType, { nullable: true, description: 'Its poll, if the viewer may see it.' })
  poll(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<PollType | null> {
    return findPollOf(ctx, id);
  }
}
