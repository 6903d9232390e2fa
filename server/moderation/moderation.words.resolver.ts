import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IdeaRow } from '../idea/idea.entity.ts';
import { IdeaType } from '../idea/idea.types.ts';
import type { IssueRow } from '../issue/issue.entity.ts';
import { IssueType } from '../issue/issue.types.ts';
import type { Context } from '../kernel/context.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import type { PostRow } from '../post/post.entity.ts';
import { PostType } from '../post/post.types.ts';
import { hasOpenNotice } from './moderation.reading.service.ts';
import { canSendNotice, type Words } from './moderation.rules.ts';
import { wordsOfIdea, wordsOfIssue, wordsOfPost } from './moderation.words.service.ts';

const description =
  'Whether the viewer may send a notice about the words; NOTICE_EXISTS: a notice of the viewer waits for a decision.';
/** Two or three statements for each object. */
const complexity = 10;

async function verdictFor(ctx: Context, words: Words): Promise<PermissionType> {
  return permission(canSendNotice(ctx.actor, words, await hasOpenNotice(ctx, words.objectId)));
}

@Resolver(() => IssueType)
export class IssueWordsResolver {
  @FieldResolver(() => PermissionType, { description, complexity })
  viewerCanSendNotice(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return verdictFor(ctx, wordsOfIssue(issue));
  }
}

@Resolver(() => IdeaType)
export class IdeaWordsResolver {
  @FieldResolver(() => PermissionType, { description, complexity })
  async viewerCanSendNotice(@Root() idea: IdeaRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return verdictFor(ctx, await wordsOfIdea(ctx, idea));
  }
}

@Resolver(() => PostType)
export class PostWordsResolver {
  @FieldResolver(() => PermissionType, { description, complexity })
  async viewerCanSendNotice(@Root() post: PostRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return verdictFor(ctx, await wordsOfPost(ctx, post));
  }
}
