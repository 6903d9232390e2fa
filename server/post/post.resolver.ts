import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { externalIdOf } from '../kernel/externalId.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { audienceOf, countReach, listGroupsOf } from './post.audience.service.ts';
import type { PostRow, PostState } from './post.entity.ts';
import {
  CreatePostInputType,
  PostPayloadType,
  PublishPostInputType,
  RevisePostInputType,
  WithdrawPostInputType,
} from './post.input.types.ts';
import { listPosts } from './post.list.service.ts';
import { publishPost, withdrawPost } from './post.publishing.service.ts';
import { lastRevisionOf, revisionsOf, textOf } from './post.reading.service.ts';
import { revisePost } from './post.revising.service.ts';
import { canEditPost, canWithdrawPost } from './post.rules.ts';
import { createPost, findPost, findSender, previewMarkdown } from './post.service.ts';
import { PostConnectionType, PostRevisionType, PostStateEnum, PostType } from './post.types.ts';
import { PostVariantType } from './post.variant.types.ts';

/** Most earlier texts of a post that are listed. */
const mostRevisions = 200;

@Resolver(() => PostType)
export class PostResolver {
  @Query(() => PostType, { nullable: true, description: 'A post by its id; NOT_FOUND.' })
  post(@Arg('id', () => ID, { description: 'The post.' }) id: string, @Ctx() ctx: Context): Promise<PostType> {
    return findPost(ctx, idOf('Post', id));
  }

  @Query(() => Int, {
    nullable: true,
    description: 'How many people a post for these groups reaches; for who may publish in them.',
  })
  postReach(
    @Arg('groupIds', () => [ID], { description: 'Up to 50 groups of one town.' }) groupIds: string[],
    @Ctx() ctx: Context,
  ): Promise<number> {
    return countReach(ctx, groupIdsOf(groupIds));
  }

  @Query(() => String, {
    nullable: true,
    complexity: 300,
    description: 'Markdown as the sanitised HTML a post would show. Signed in only.',
  })
  markdown(
    @Arg('text', () => String, { description: 'Up to 20,000 characters.' }) text: string,
    @Ctx() ctx: Context,
  ): string {
    return previewMarkdown(ctx, text);
  }

  @mutation(PostPayloadType, 'Write a post for groups one may publish in.')
  createPost(
    @Input(() => CreatePostInputType) input: CreatePostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await createPost(ctx, { ...input, groupIds: groupIdsOf(input.groupIds) }) }));
  }

  @mutation(PostPayloadType, 'Change a post. Once published its groups stay and readers are told what changed.')
  revisePost(
    @Input(() => RevisePostInputType) input: RevisePostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    const groupIds = input.groupIds && groupIdsOf(input.groupIds);
    return answer(async () => ({
      post: await revisePost(ctx, { ...input, postId: idOf('Post', input.postId), groupIds }),
    }));
  }

  @mutation(PostPayloadType, 'Publish a draft now or at a moment.')
  publishPost(
    @Input(() => PublishPostInputType) { postId, publishAt }: PublishPostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await publishPost(ctx, idOf('Post', postId), publishAt) }));
  }

  @mutation(PostPayloadType, 'Take a post back, or discard a draft; a scheduled post becomes a draft again.')
  withdrawPost(
    @Input(() => WithdrawPostInputType) { postId, reason }: WithdrawPostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await withdrawPost(ctx, idOf('Post', postId), reason) }));
  }

  @FieldResolver(() => String, { description: 'The text as it was written: Markdown. Not to be shown as HTML.' })
  async body(@Root() post: PostRow, @Ctx() ctx: Context): Promise<string> {
    return (await textOf(ctx, post)).body;
  }

  @FieldResolver(() => String, {
    description: 'The text as sanitised HTML: headings from h3, links, lists, tables; no pictures or scripts.',
  })
  async html(@Root() post: PostRow, @Ctx() ctx: Context): Promise<string> {
    return (await textOf(ctx, post)).html;
  }

  @FieldResolver(() => [PostVariantType], {
    description: 'The same in other languages and in Leichte Sprache. At most two.',
    complexity: () => 1, // they lie in its own row
  })
  variants(@Root() { variants }: PostRow): readonly PostVariantType[] {
    return variants ?? [];
  }

  @FieldResolver(() => MunicipalityType, { description: 'The town it belongs to.' })
  municipality(@Root() post: PostRow, @Ctx() ctx: Context): Promise<MunicipalityType> {
    return townOf(ctx, post);
  }

  @FieldResolver(() => [GroupType], {
    description: 'The groups it is for, as far as the viewer may know of them. At most 50.',
  })
  groups(@Root() post: PostRow, @Ctx() ctx: Context): Promise<GroupType[]> {
    return listGroupsOf(ctx, post);
  }

  @FieldResolver(() => String, { description: 'Who speaks: a function of the town hall, or a group. Never a citizen.' })
  async sender(@Root() post: PostRow, @Ctx() ctx: Context): Promise<string> {
    if (post.sender != null) return post.sender;
    const [group] = await listGroupsOf(ctx, post);
    return group?.name ?? (await townOf(ctx, post)).name;
  }

  @FieldResolver(() => [PostRevisionType], {
    description: 'What it said before, oldest first. At most 200, the newest.',
  })
  async revisions(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<PostRevisionType[]> {
    return (await revisionsOf(ctx, id)).slice(-mostRevisions);
  }

  @FieldResolver(() => PostRevisionType, { nullable: true, description: 'Its last change; null: never changed.' })
  async lastChange(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<PostRevisionType | null> {
    return (await lastRevisionOf(ctx, id))[0] ?? null;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may change it.' })
  async viewerCanEdit(@Root() post: PostRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canEditPost(ctx.actor, post, await audienceOf(ctx, post)));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why it was withdrawn, for those who still see it; not for keys.',
  })
  withdrawnBecause(@Root() post: PostRow, @Ctx() { actor }: Context): string | null {
    return actor.kind === 'partner' ? null : (post.withdrawnBecause ?? null);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the asking key called it when it was created; null for everybody else.',
  })
  externalId(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<string | null> {
    return externalIdOf(ctx, id);
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may take it back.' })
  async viewerCanWithdraw(@Root() post: PostRow, @Ctx() ctx: Context): Promise<PermissionType> {
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
    @Root() municipality: MunicipalityRow,
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
  viewerSender(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<string | null> {
    return findSender(ctx, municipality.id);
  }
}

function groupIdsOf(ids: readonly string[]): string[] {
  if (ids.length > 100) throw new DomainError('BAD_USER_INPUT', { limit: 100 });
  return ids.map((id) => choiceOf('Group', id));
}
