import { Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../../identity/identity.person.service.ts';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueRow } from '../issue.entity.ts';
import { placed } from '../issue.service.ts';
import { IssueConnectionType, IssueType } from '../issue.types.ts';
import { countSupporters, isFollowedByViewer, listFollowed } from './issue.follow.reading.service.ts';
import { canFollowIssue } from './issue.follow.rules.ts';
import { confirmFollow, endFollow, followIssue, unfollowIssue } from './issue.follow.service.ts';
import {
  ConfirmFollowInputType,
  EndFollowInputType,
  FollowIssueInputType,
  FollowPayloadType,
  UnfollowIssueInputType,
} from './issue.follow.types.ts';

@Resolver(() => IssueType)
export class IssueFollowResolver {
  @mutation(
    FollowPayloadType,
    'Follow a report: count the viewer as a supporter and send messages about its public moves. Idempotent.',
  )
  followIssue(
    @Input(() => FollowIssueInputType)
    input: FollowIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowPayloadType> {
    return answer(() => followIssue(ctx, { ...input, issueId: idOf('Issue', input.issueId) }));
  }

  @mutation(FollowPayloadType, 'No longer follow a report; requires a session.')
  unfollowIssue(
    @Input(() => UnfollowIssueInputType) { issueId }: UnfollowIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowPayloadType> {
    return answer(async () => ({ issue: await unfollowIssue(ctx, idOf('Issue', issueId)) }));
  }

  @mutation(FollowPayloadType, 'Confirm an address with the link in the mail.')
  confirmFollow(
    @Input(() => ConfirmFollowInputType) { token }: ConfirmFollowInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowPayloadType> {
    return answer(async () => ({ issue: await confirmFollow(ctx, token), isConfirmed: true }));
  }

  @mutation(FollowPayloadType, 'No longer follow a report, with the link in a mail.')
  endFollow(
    @Input(() => EndFollowInputType) { token }: EndFollowInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowPayloadType> {
    return answer(async () => ({ issue: await endFollow(ctx, token) }));
  }

  @FieldResolver(() => Int, {
    description: 'Number of people beside the reporter whom the report concerns; they are never named.',
  })
  supporters(@Root() { id }: IssueRow, @Ctx() ctx: Context): Promise<number> {
    return countSupporters(ctx, id);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether followIssue would be accepted; without a session an address is needed.',
  })
  viewerCanFollow(@Root() issue: IssueRow, @Ctx() ctx: Context): boolean {
    return issue.seenBy !== 'reporter' && canFollowIssue(ctx.actor, placed(issue)).allow;
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether the viewer follows the report.',
    complexity: 5, // one statement per report
  })
  viewerFollows(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<boolean> {
    return isFollowedByViewer(ctx, issue);
  }
}

@Resolver(() => ViewerType)
export class ViewerFollowedResolver {
  @FieldResolver(() => IssueConnectionType, { description: 'Reports of others that the viewer follows, newest first.' })
  followedIssues(
    @Root() { id }: Viewer,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<IssueType>> {
    return listFollowed(ctx, id, page);
  }
}
