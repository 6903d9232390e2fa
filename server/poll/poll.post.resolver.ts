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
    description: 'Post that contains the poll; null: the poll has no post, or the viewer may not read the post.',
  })
  post(@Root() poll: PollRow, @Ctx() ctx: Context): Promise<PostType | null> {
    return findPostOf(ctx, poll);
  }
}

/** `Post.poll` stands here because domains may import only earlier domains, and `post` is earlier than `poll`. */
@Resolver(() => PostType)
export class PostPollResolver {
  @FieldResolver(() => PollType, {
    nullable: true,
    description: 'Poll of the post; null: none, or the viewer may not see the poll.',
  })
  poll(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<PollType | null> {
    return findPollOf(ctx, id);
  }
}
