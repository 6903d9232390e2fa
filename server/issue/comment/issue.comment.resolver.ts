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
    'Say something about a report without moving it: the town hall to everybody, to the reporter or to itself; the reporter to the town hall.',
  )
  commentIssue(
    @Input(() => CommentIssueInputType) input: CommentIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<CommentIssuePayloadType> {
    return answer(() => commentIssue(ctx, { ...input, issueId: idOf('Issue', input.issueId) }));
  }

  @FieldResolver(() => [IssueCommentType], {
    description:
      'What was said about it, oldest first, as far as it is for whoever sees the report. At most 500, the newest.',
  })
  comments(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueCommentType[]> {
    return listComments(ctx, issue);
  }

  @FieldResolver(() => [IssueTimelineEntryType], {
    description:
      'Its steps and what was said about it, in the order of time, as far as it is for whoever sees it. At most 1,000, the newest.',
  })
  async timeline(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<(IssueMoveType | IssueCommentType)[]> {
    const [moves, comments] = await Promise.all([listMoves(ctx, issue), listComments(ctx, issue)]);
    return [...moves, ...comments].sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  @FieldResolver(() => Boolean, {
    description: 'Its reporter may write to the town hall; false for everybody else.',
  })
  reporterMayWrite(@Root() { kind, status, seenBy }: IssueRow): boolean {
    const reporter = { isReporter: seenBy === 'reporter', isStaff: false, isOfDesk: false };
    return canComment(reporter, { kind, status }, 'PRIVATE').allow;
  }

  @FieldResolver(() => IssueUnansweredType, {
    nullable: true,
    description: "The reporter's words that wait for the town hall, for its staff; null: nothing waits.",
  })
  async unanswered(@Root() { id, seenBy }: IssueRow, @Ctx() ctx: Context): Promise<IssueUnansweredType | null> {
    const waiting = seenBy === 'staff' ? await findUnanswered(ctx, id) : null;
    return waiting && { ...waiting, isPressing: waiting.count >= mostUnanswered };
  }
}

/** What of it is told depends on whose eyes the report was handed out for. */
@Resolver(() => IssueCommentType)
export class IssueCommentResolver {
  @FieldResolver(() => String, {
    description: 'The words, plain text; to everybody and to partners without addresses and phone numbers.',
  })
  text(@Root() { seenBy, text }: IssueCommentRow): string {
    return wordsFor(seenBy, text);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Who of the staff; staff of the same town only.' })
  async authorName(@Root() { seenBy, by, author }: IssueCommentRow, @Ctx() ctx: Context): Promise<string | null> {
    if (seenBy !== 'staff' || by !== 'STAFF' || author == null) return null;
    return (await personById(ctx, author.id))?.displayName ?? null;
  }

  @FieldResolver(() => DeskType, { nullable: true, description: 'The desk it was at; not told to everybody.' })
  desk(@Root() { seenBy, desk }: IssueCommentRow, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return desk != null && concerns(seenBy) ? deskById(ctx, desk.id) : null;
  }
}
