import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GroupRow } from '../group/group.entity.ts';
import { canReadGroup } from '../group/group.rules.ts';
import { standingIn } from '../group/group.service.ts';
import { GroupType } from '../group/group.types.ts';
import { withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { PostRow } from './post.entity.ts';
import { PinPostInputType, PostPayloadType, SetPostExpiryInputType } from './post.input.types.ts';
import { pinnedIn, pinPost, setPostExpiry } from './post.placing.service.ts';
import { PostType } from './post.types.ts';

@Resolver()
export class PostPlacingResolver {
  @mutation(
    PostPayloadType,
    'Pin a published post at the top of its groups, or remove it from there. At most 3 in a group.',
  )
  pinPost(
    @Input(() => PinPostInputType) { postId, isPinned }: PinPostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await pinPost(ctx, idOf('Post', postId), isPinned) }));
  }

  @mutation(PostPayloadType, 'Set when a published post leaves feeds and lists.')
  setPostExpiry(
    @Input(() => SetPostExpiryInputType) { postId, expiresAt }: SetPostExpiryInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await setPostExpiry(ctx, idOf('Post', postId), expiresAt ?? null) }));
  }
}

/** Fields of `Group` that stand here because domains may import only earlier domains. */
@Resolver(() => GroupType)
export class GroupPostsResolver {
  @FieldResolver(() => [PostType], {
    nullable: true,
    description: 'Pinned posts of the group, the last pinned first. At most 3. Errors: FORBIDDEN, NOT_FOUND.',
  })
  async pinnedPosts(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<PostRow[]> {
    authorize(canReadGroup(ctx.actor, group, await standingIn(ctx, group.id)));
    authorize(withinScope(ctx.actor, group.municipality.id, 'posts:read'));
    return pinnedIn(ctx, group.id);
  }
}
