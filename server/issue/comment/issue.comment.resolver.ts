import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { personById } from '../../identity/identity.person.service.ts';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { deskById } from '../../municipality/municipality.service.ts';
import { DeskType } from '../../municipality/municipality.types.ts';
import type { IssueCommentRow } from '../issue.comment.entity.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { listMoves } from '../issue.reading.service.ts';
import { type IssueMoveType, IssueType } from '../issue.types.ts';
import { concerns, wordsFor } from '../issue.visibility.rules.ts';
import { canComment, mostUnanswered } from './issue.comment.rules.ts';
import { commentIssue, findUnanswered, listComments } from './issue.comment.service.ts';
import {
  CommentIssueInputType,
  CommentIssuePayloadType,
  IssueCommentType,
  IssueTimelineEntryType,
  IssueUnansweredType,
} from './issue.comment.types.ts';

@Resolver(() => IssueType)
export class IssueCommentsResolver {
  @mutation(
    CommentIssuePayloadType,
    'Comment on a report without moving it: the town hall in public, to the reporter or internally; the reporter to the town hall.',
  )
  commentIssue(
    @Input(() => CommentIssueInputType) input: CommentIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<CommentIssuePayloadType> {
    return answer(() => commentIssue(ctx, { ...input, issueId: idOf('Issue', input.issueId) }));
  }

  @FieldResolver(() => [IssueCommentType], {
    description: 'Comments that the viewer may read, oldest first. At most 500, the newest.',
  })
  comments(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueCommentType[]> {
    return listComments(ctx, issue);
  }

  @FieldResolver(() => [IssueTimelineEntryType], {
    description: 'Moves and comments that the viewer may see, in the order of time. At most 1,000, the newest.',
  })
  async timeline(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<(IssueMoveType | IssueCommentType)[]> {
    const [moves, comments] = await Promise.all([listMoves(ctx, issue), listComments(ctx, issue)]);
    return [...moves, ...comments].sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether the viewer is the reporter and may write to the town hall.',
  })
  reporterMayWrite(@Root() { kind, status, seenBy }: IssueRow): boolean {
    const reporter = { isReporter: seenBy === 'reporter', isStaff: false, isOfDesk: false };
    return canComment(reporter, { kind, status }, 'PRIVATE').allow;
  }

  @FieldResolver(() => IssueUnansweredType, {
    nullable: true,
    description: 'Messages of the reporter that the town hall has not answered, for its staff; null: none.',
  })
  async unanswered(@Root() { id, seenBy }: IssueRow, @Ctx() ctx: Context): Promise<IssueUnansweredType | null> {
    const waiting = seenBy === 'staff' ? await findUnanswered(ctx, id) : null;
    return waiting && { ...waiting, isPressing: waiting.count >= mostUnanswered };
  }
}

@Resolver(() => IssuePayloadType)
export class IssueConflictResolver {
  @FieldResolver(() => IssueCommentType, {
    nullable: true,
    description: 'CONFLICT: the comment that was written meanwhile; null: the report was moved.',
  })
  lastComment(@Root() { lastComment }: { readonly lastComment?: IssueCommentType | null }): IssueCommentType | null {
    return lastComment ?? null;
  }
}

/** Field access depends on the audience for which the issue was read (`seenBy`). */
@Resolver(() => IssueCommentType)
export class IssueCommentResolver {
  @FieldResolver(() => String, {
    description: 'Plain text; for the public and for partners without addresses and phone numbers.',
  })
  text(@Root() { seenBy, text }: IssueCommentRow): string {
    return wordsFor(seenBy, text);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Name of the author on the staff; for staff of the same town only.',
  })
  async authorName(@Root() { seenBy, by, author }: IssueCommentRow, @Ctx() ctx: Context): Promise<string | null> {
    if (seenBy !== 'staff' || by !== 'STAFF' || author == null) return null;
    return (await personById(ctx, author.id))?.displayName ?? null;
  }

  @FieldResolver(() => DeskType, {
    nullable: true,
    description: 'Desk of the report at that time; not visible to the public.',
  })
  desk(@Root() { seenBy, desk }: IssueCommentRow, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return desk != null && concerns(seenBy) ? deskById(ctx, desk.id) : null;
  }
}
