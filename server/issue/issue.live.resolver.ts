import { Arg, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { live } from '../kernel/live/live.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import { type BoardUpdate, issueBoard, issueState } from './issue.live.ts';
import { IssueBoardUpdateType, IssueUpdateType } from './issue.types.ts';

@Resolver(() => IssueBoardUpdateType)
export class IssueLiveResolver {
  @Subscription(() => IssueBoardUpdateType, {
    name: 'issueBoard',
    description:
      'The board live, for staff of the town and its partners: the newest page (or the changes since `after`), then every change.',
    ...live(issueBoard, ({ municipalityId }: { municipalityId: string }) => ({
      municipalityId: idOf('Municipality', municipalityId),
    })),
  })
  watchIssueBoard(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) _municipalityId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the last message known.' })
    _after: string | null,
    @Root() update: BoardUpdate,
  ): BoardUpdate {
    return update;
  }

  @Subscription(() => IssueUpdateType, {
    name: 'issue',
    description: 'One report live, for those who may see it.',
    ...live(issueState, ({ id, claimCode = null }: { id: string; claimCode?: string | null }) => ({
      issueId: idOf('Issue', id),
      claimCode,
    })),
  })
  watchIssue(
    @Arg('id', () => ID, { description: 'The report.' }) _id: string,
    @Arg('claimCode', () => String, {
      nullable: true,
      description: 'Claim code of a report that was made without an account.',
    })
    _claimCode: string | null,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the state already known.' })
    _after: string | null,
    @Root() update: IssueUpdateType,
  ): IssueUpdateType {
    return update;
  }

  @FieldResolver(() => [ID], { description: 'Ids of reports that left the board. At most 200.' })
  removedIds(@Root() { removedIds }: BoardUpdate): string[] {
    return removedIds.map((id) => toGlobalId('Issue', id));
  }
}
