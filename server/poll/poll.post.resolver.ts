import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { found } from '../kernel/nodes.ts';
import type { Post } from '../post/post.entity.ts';
import { PostType } from '../post/post.types.ts';
import type { Poll } from './poll.entity.ts';
import { findPollOf } from './poll.post.service.ts';
import { PollType } from './poll.types.ts';

@Resolver(() => PollType)
export class PollPostResolver {
  /** Whoever sees the poll reads its group, and so the post; a partner needs the scope of posts besides. */
  @FieldResolver(() => PostType, { nullable: true, description: 'The post it is part of; null: it stands for itself.' })
  post(@Root() { post, municipality }: Poll, @Ctx() { actor }: Context): Promise<PostType> | null {
    if (post == null || !withinScope(actor, municipality.id, 'posts:read').allow) return null;
    return found(post.load({ dataloader: true }));
  }
}

/** An edge belongs to the later domain. */
@Resolver(() => PostType)
export class PostPollResolver {
  @FieldResolver(() => PollType, { nullable: true, description: 'Its poll, if the viewer may see it.' })
  poll(@Root() { id }: Post, @Ctx() ctx: Context): Promise<PollType | null> {
    return findPollOf(ctx, id);
  }
}
