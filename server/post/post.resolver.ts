import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { idOf } from '../kernel/ids.ts';
import { excerptOf } from '../kernel/markdown.ts';
import { found, registerNode } from '../kernel/nodes.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { PermissionType, permission } from '../kernel/permission.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { audienceOf, countReach, listGroupsOf } from './post.audience.service.ts';
import type { Post, PostState } from './post.entity.ts';
import { CreatePostInputType, PostPayloadType, RevisePostInputType } from './post.input.types.ts';
import { listPosts } from './post.list.service.ts';
import { publishPost, withdrawPost } from './post.publishing.service.ts';
import { revisePost } from './post.revising.service.ts';
import { canEditPost, canWithdrawPost } from './post.rules.ts';
import { createPost, findPost, findSender, previewMarkdown } from './post.service.ts';
import { PostConnectionType, PostRevisionType, PostStateEnum, PostType } from './post.types.ts';

registerNode('Post', (ctx, id) => findPost(ctx, id));

@Resolver(() => PostType)
export class PostResolver {
  @Query(() => PostType, { nullable: true, description: 'A post by its id; NOT_FOUND.' })
  post(@Arg('id', () => ID, { description: 'The post.' }) id: string, @Ctx() ctx: Context): Promise<PostType> {
    return findPost(ctx, idOf('Post', id));
  }

  @Query(() => Int, { description: 'How many people a post for these groups reaches; for who may publish in them.' })
  postReach(
    @Arg('groupIds', () => [ID], { description: 'Up to 50 groups of one town.' }) groupIds: string[],
    @Ctx() ctx: Context,
  ): Promise<number> {
    return countReach(ctx, groupIdsOf(groupIds));
  }

  @Query(() => String, {
    complexity: 300,
    description: 'Markdown as the sanitised HTML a post would show. Signed in only.',
  })
  markdown(
    @Arg('text', () => String, { description: 'Up to 20,000 characters.' }) text: string,
    @Ctx() ctx: Context,
  ): string {
    return previewMarkdown(ctx, text);
  }

  @Mutation(() => PostPayloadType, { description: 'Write a post for groups one may publish in.' })
  createPost(
    @Arg('input', () => CreatePostInputType, { description: 'The post.' }) input: CreatePostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await createPost(ctx, { ...input, groupIds: groupIdsOf(input.groupIds) }) }));
  }

  @Mutation(() => PostPayloadType, {
    description:
      'Change a post. Once published its groups stay and readers are told what changed. Refused: CONFLICT, …',
  })
  revisePost(
    @Arg('input', () => RevisePostInputType, { description: 'The change.' }) input: RevisePostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    const groupIds = input.groupIds && groupIdsOf(input.groupIds);
    return answer(async () => ({
      post: await revisePost(ctx, { ...input, postId: idOf('Post', input.postId), groupIds }),
    }));
  }

  @Mutation(() => PostPayloadType, { description: 'Publish a draft now or at a moment. Refused: POST_IS_PUBLISHED, …' })
  publishPost(
    @Arg('postId', () => ID, { description: 'The post.' }) postId: string,
    @Arg('publishAt', () => DateTime, { nullable: true, description: 'When, within a year; now if absent.' })
    publishAt: Date | undefined,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await publishPost(ctx, idOf('Post', postId), publishAt) }));
  }

  @Mutation(() => PostPayloadType, {
    description: 'Take a post back, or discard a draft; a scheduled post becomes a draft again.',
  })
  withdrawPost(
    @Arg('postId', () => ID, { description: 'The post.' }) postId: string,
    @Arg('reason', () => String, { nullable: true, description: 'Why, for colleagues; up to 300 characters.' })
    reason: string | undefined,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await withdrawPost(ctx, idOf('Post', postId), reason) }));
  }

  @FieldResolver(() => String, { description: 'How the text begins, plain, up to 280 characters: for lists.' })
  excerpt(@Root() post: Post): string {
    return excerptOf(post.body, 280);
  }

  @FieldResolver(() => MunicipalityType, { description: 'The town it belongs to.' })
  municipality(@Root() post: Post): Promise<MunicipalityType> {
    return found(post.municipality.load({ dataloader: true }));
  }

  @FieldResolver(() => [GroupType], { description: 'The groups it is for, as far as the viewer may know of them.' })
  groups(@Root() post: Post, @Ctx() ctx: Context): Promise<GroupType[]> {
    return listGroupsOf(ctx, post);
  }

  @FieldResolver(() => String, { description: 'Who speaks: a function of the town hall, or a group. Never a citizen.' })
  async sender(@Root() post: Post, @Ctx() ctx: Context): Promise<string> {
    if (post.sender != null) return post.sender;
    const [group] = await listGroupsOf(ctx, post);
    return group?.name ?? (await found(post.municipality.load({ dataloader: true }))).name;
  }

  @FieldResolver(() => [PostRevisionType], { description: 'What it said before, oldest first.' })
  revisions(@Root() post: Post): Promise<PostRevisionType[]> {
    return post.revisions.loadItems({ dataloader: true });
  }

  @FieldResolver(() => PostRevisionType, { nullable: true, description: 'Its last change; null: never changed.' })
  async lastChange(@Root() post: Post): Promise<PostRevisionType | null> {
    return (await post.revisions.loadItems({ dataloader: true })).at(-1) ?? null;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may change it.' })
  async viewerCanEdit(@Root() post: Post, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canEditPost(ctx.actor, post, await audienceOf(ctx, post)));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may take it back.' })
  async viewerCanWithdraw(@Root() post: Post, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canWithdrawPost(ctx.actor, post, await audienceOf(ctx, post)));
  }
}

/** An edge belongs to the later domain. */
@Resolver(() => MunicipalityType)
export class MunicipalityPostsResolver {
  @FieldResolver(() => PostConnectionType, {
    nullable: true,
    description: 'Its published posts that the viewer may read, newest first; other states: of groups to publish in.',
  })
  posts(
    @Root() municipality: Municipality,
    @Arg('state', () => PostStateEnum, { nullable: true, description: 'PUBLISHED if absent.' })
    state: PostState | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<PostType>> {
    return listPosts(ctx, municipality, state ?? 'PUBLISHED', page);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The function of the town hall as which the viewer's posts speak; null: as their group.",
  })
  viewerSender(@Root() municipality: Municipality, @Ctx() ctx: Context): Promise<string | null> {
    return findSender(ctx, municipality.id);
  }
}

function groupIdsOf(ids: readonly string[]): string[] {
  if (ids.length > 100) throw new DomainError('BAD_USER_INPUT', { limit: 100 });
  return ids.map((id) => idOf('Group', id));
}
