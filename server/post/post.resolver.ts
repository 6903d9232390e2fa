import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import { loadedCost } from '../kernel/cost.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { externalIdOf } from '../kernel/externalId.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import type { AttachmentRow } from '../media/media.attachment.entity.ts';
import { AttachmentType } from '../media/media.attachment.types.ts';
import { chosenFiles } from '../media/media.files.types.ts';
import { PhotoType } from '../media/media.types.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { audienceOf, listGroupsOf } from './post.audience.service.ts';
import type { PostRow, PostState } from './post.entity.ts';
import { postFiles } from './post.files.service.ts';
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

/** Maximum number of listed revisions of a post. */
const mostRevisions = 200;

@Resolver(() => PostType)
export class PostResolver {
  @Query(() => PostType, {
    nullable: true,
    complexity: loadedCost,
    description: 'A post by id. Errors: NOT_FOUND, also if the viewer may not read the post.',
  })
  post(@Arg('id', () => ID, { description: 'The post.' }) id: string, @Ctx() ctx: Context): Promise<PostType> {
    return findPost(ctx, idOf('Post', id));
  }

  @Query(() => String, {
    nullable: true,
    complexity: 300,
    description:
      'Sanitised HTML that a post with this Markdown would show. Errors: UNAUTHENTICATED when signed out, BAD_USER_INPUT.',
  })
  markdown(
    @Arg('text', () => String, { description: 'Markdown, up to 20,000 characters.' }) text: string,
    @Ctx() ctx: Context,
  ): string {
    return previewMarkdown(ctx, text);
  }

  @mutation(PostPayloadType, 'Create a post in groups in which the viewer may publish.')
  createPost(
    @Input(() => CreatePostInputType) input: CreatePostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({
      post: await createPost(ctx, { ...input, ...chosenFiles(input), groupIds: groupIdsOf(input.groupIds) }),
    }));
  }

  @mutation(
    PostPayloadType,
    'Change a post. For a published post the groups cannot change, and readers get a message with `change`.',
  )
  revisePost(
    @Input(() => RevisePostInputType) input: RevisePostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    const groupIds = input.groupIds && groupIdsOf(input.groupIds);
    return answer(async () => ({
      post: await revisePost(ctx, { ...input, ...chosenFiles(input), postId: idOf('Post', input.postId), groupIds }),
    }));
  }

  @mutation(PostPayloadType, 'Publish a draft now or at a given time.')
  publishPost(
    @Input(() => PublishPostInputType) { postId, publishAt }: PublishPostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await publishPost(ctx, idOf('Post', postId), publishAt) }));
  }

  @mutation(PostPayloadType, 'Withdraw a published post or discard a draft; a scheduled post becomes a draft again.')
  withdrawPost(
    @Input(() => WithdrawPostInputType) { postId, reason }: WithdrawPostInputType,
    @Ctx() ctx: Context,
  ): Promise<PostPayloadType> {
    return answer(async () => ({ post: await withdrawPost(ctx, idOf('Post', postId), reason) }));
  }

  @FieldResolver(() => String, { description: 'Source text in Markdown; must not be inserted into a page as HTML.' })
  async body(@Root() post: PostRow, @Ctx() ctx: Context): Promise<string> {
    return (await textOf(ctx, post)).body;
  }

  @FieldResolver(() => String, {
    description: 'Text as sanitised HTML: headings from h3, links, lists, tables; no pictures or scripts.',
  })
  async html(@Root() post: PostRow, @Ctx() ctx: Context): Promise<string> {
    return (await textOf(ctx, post)).html;
  }

  @FieldResolver(() => [PostVariantType], {
    description: 'Translations into other languages and Leichte Sprache. At most two.',
    complexity: () => 1, // stored in the row of the post
  })
  variants(@Root() { variants }: PostRow): readonly PostVariantType[] {
    return variants ?? [];
  }

  @FieldResolver(() => [PhotoType], {
    description: 'Pictures in the order shown, each with alternative text. At most 6.',
  })
  pictures(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<PhotoType[]> {
    return postFiles.pictures(ctx, id);
  }

  @FieldResolver(() => [AttachmentType], { description: 'PDFs in the order shown, such as a poster. At most 3.' })
  attachments(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<AttachmentRow[]> {
    return postFiles.attachments(ctx, id);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Town that the post belongs to.' })
  municipality(@Root() post: PostRow, @Ctx() ctx: Context): Promise<MunicipalityType> {
    return townOf(ctx, post);
  }

  @FieldResolver(() => [GroupType], {
    description: 'Groups of the post that are visible to the viewer. At most 50.',
  })
  groups(@Root() post: PostRow, @Ctx() ctx: Context): Promise<GroupType[]> {
    return listGroupsOf(ctx, post);
  }

  @FieldResolver(() => String, {
    description:
      'Displayed sender: function or name of a staff member, a group or the town. Never the name of a citizen.',
  })
  async sender(@Root() post: PostRow, @Ctx() ctx: Context): Promise<string> {
    if (post.sender != null) return post.sender;
    const [group] = await listGroupsOf(ctx, post);
    return group?.name ?? (await townOf(ctx, post)).name;
  }

  @FieldResolver(() => [PostRevisionType], {
    description: 'Earlier texts of the published post, oldest first. At most 200, the newest.',
  })
  async revisions(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<PostRevisionType[]> {
    return (await revisionsOf(ctx, id)).slice(-mostRevisions);
  }

  @FieldResolver(() => PostRevisionType, {
    nullable: true,
    description: 'Last change after the publication; null: none.',
  })
  async lastChange(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<PostRevisionType | null> {
    return (await lastRevisionOf(ctx, id))[0] ?? null;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may change the post.' })
  async viewerCanEdit(@Root() post: PostRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canEditPost(ctx.actor, post, await audienceOf(ctx, post)));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Reason of the withdrawal; null: none was given, or the viewer is an API key.',
  })
  withdrawnBecause(@Root() post: PostRow, @Ctx() { actor }: Context): string | null {
    return actor.kind === 'partner' ? null : (post.withdrawnBecause ?? null);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Id that the requesting API key gave to the post; null for all other viewers.',
  })
  externalId(@Root() { id }: PostRow, @Ctx() ctx: Context): Promise<string | null> {
    return externalIdOf(ctx, id);
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may withdraw the post.' })
  async viewerCanWithdraw(@Root() post: PostRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canWithdrawPost(ctx.actor, post, await audienceOf(ctx, post)));
  }
}

/** Fields of `Municipality` that stand here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityPostsResolver {
  @FieldResolver(() => PostConnectionType, {
    nullable: true,
    description:
      'Published posts of the town that the viewer may read, newest first. For other states: posts of groups in which the viewer may publish.',
  })
  posts(
    @Root() municipality: MunicipalityRow,
    @Arg('state', () => PostStateEnum, { nullable: true, description: 'State of the posts; PUBLISHED if absent.' })
    state: PostState | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<PostType>> {
    return listPosts(ctx, municipality, state ?? 'PUBLISHED', page);
  }

  @FieldResolver(() => String, {
    nullable: true,
    complexity: 5, // one statement per town
    description: "Function or name shown as sender of the viewer's posts; null: the group is shown as sender.",
  })
  viewerSender(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<string | null> {
    return findSender(ctx, municipality.id);
  }
}

function groupIdsOf(ids: readonly string[]): string[] {
  if (ids.length > 100) throw new DomainError('BAD_USER_INPUT', { limit: 100 });
  return ids.map((id) => choiceOf('Group', id));
}
