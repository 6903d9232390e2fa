import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { needsReview } from '../../group/group.review.rules.ts';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import { answer } from '../../kernel/payload.ts';
import { permission, PermissionType } from '../../kernel/permission.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { PostProposal, PostRow } from '../post.entity.ts';
import { PostPayloadType } from '../post.input.types.ts';
import { groupsOf, proposalOf } from '../post.reading.service.ts';
import { PostConnectionType, PostType } from '../post.types.ts';
import { listPostsInReview, mayDecide, maySeeReview, reviewPost } from './post.review.service.ts';
import { PostProposalType, PostReviewType, ReviewPostInputType } from './post.review.types.ts';

@Resolver(() => PostType)
export class PostReviewedResolver {
  @FieldResolver(() => PostReviewType, {
    nullable: true,
    description: 'State of the review; null for everybody who may not publish in all groups of the post.',
  })
  async review(@Root() post: PostRow, @Ctx() ctx: Context): Promise<PostRow | null> {
    return (await maySeeReview(ctx, post)) ? post : null;
  }

  @mutation(
    PostPayloadType,
    'Approve or return a submitted post, or new wording of a published post (editors and admins of the town who may publish in all groups of the post and did not write it). The only reviewer of a town decides about own posts, too, and the audit trail says so.',
  )
  reviewPost(
    @Input(() => ReviewPostInputType) input: ReviewPostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await reviewPost(ctx, { ...input, postId: idOf('Post', input.postId) }) }));
  }
}

@Resolver(() => PostReviewType)
export class PostReviewResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the post, or new wording of it, needs an approval.' })
  async isNeeded(@Root() post: PostRow, @Ctx() ctx: Context): Promise<boolean> {
    return post.approvedAt == null && needsReview(await groupsOf(ctx, post));
  }

  @FieldResolver(() => PostProposalType, {
    nullable: true,
    description: 'New wording of the published post that waits or was returned; null: none.',
  })
  proposal(@Root() post: PostRow, @Ctx() ctx: Context): Promise<PostProposal | null> {
    return proposalOf(ctx, post);
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may approve or return what waits.' })
  async viewerCanDecide(@Root() post: PostRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(await mayDecide(ctx, post));
  }
}

/** Fields of `Municipality` that stand here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityReviewResolver {
  @FieldResolver(() => PostConnectionType, {
    nullable: true,
    description:
      'Posts of which something waits for approval, the longest wait first (editors and admins of the town). Errors: UNAUTHENTICATED, FORBIDDEN.',
  })
  postsInReview(
    @Root() town: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<PostType>> {
    return listPostsInReview(ctx, town, page);
  }
}
