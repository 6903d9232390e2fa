import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { personById } from '../../identity/identity.person.service.ts';
import type { Context } from '../../kernel/context.ts';
import { listCost } from '../../kernel/cost.ts';
import { choiceOf, idOf, toGlobalId } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssueType } from '../issue.types.ts';
import type { IssueAssignmentRow } from './issue.assignee.entity.ts';
import { assignIssue, type Colleague, listAssignments, listColleagues } from './issue.assignee.service.ts';
import {
  AssignIssueInputType,
  AssignIssuePayloadType,
  IssueAssigneeType,
  IssueAssignmentType,
} from './issue.assignee.types.ts';

@Resolver(() => IssueType)
class IssueAssigneeResolver {
  @mutation(
    AssignIssuePayloadType,
    'Assign an open report to a member of the desk that has it, or to nobody (staff of its desk, admins).',
  )
  assignIssue(
    @Input(() => AssignIssueInputType) { issueId, assigneeId, version }: AssignIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<AssignIssuePayloadType> {
    return answer(async () => ({
      issue: await assignIssue(ctx, {
        issueId: idOf('Issue', issueId),
        assigneeId: assigneeId == null ? null : choiceOf('Viewer', assigneeId),
        version,
      }),
    }));
  }

  @FieldResolver(() => IssueAssigneeType, {
    nullable: true,
    description:
      'Member of its desk who works on it; null: nobody. For staff of the town only, null for everybody else.',
  })
  assignee(@Root() { seenBy, assignee }: IssueRow, @Ctx() ctx: Context): Promise<IssueAssigneeType | null> | null {
    return seenBy === 'staff' ? assigneeOf(ctx, assignee) : null;
  }

  @FieldResolver(() => [IssueAssigneeType], {
    complexity: listCost(20),
    description:
      'Members of the desk that has it, to whom it can be assigned; for staff of the town only, empty for everybody else. At most 100.',
  })
  async colleagues(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueAssigneeType[]> {
    return issue.seenBy === 'staff' ? (await listColleagues(ctx, issue)).map(shown) : [];
  }

  @FieldResolver(() => [IssueAssignmentType], {
    description:
      'Changes of its assignee, oldest first; for staff of the town only, empty for everybody else. At most 500, the newest.',
  })
  assignments(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueAssignmentType[]> {
    return listAssignments(ctx, issue);
  }
}

@Resolver(() => IssueAssignmentType)
class IssueAssignmentResolver {
  @FieldResolver(() => IssueAssigneeType, { nullable: true, description: 'Assignee before the change; null: none.' })
  before(@Root() { before }: IssueAssignmentRow, @Ctx() ctx: Context): Promise<IssueAssigneeType | null> {
    return assigneeOf(ctx, before);
  }

  @FieldResolver(() => IssueAssigneeType, { nullable: true, description: 'Assignee after the change; null: none.' })
  assignee(@Root() { assignee }: IssueAssignmentRow, @Ctx() ctx: Context): Promise<IssueAssigneeType | null> {
    return assigneeOf(ctx, assignee);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Name of the member of staff who made the change; null: the server, or no name was given.',
  })
  async actorName(@Root() { actor }: IssueAssignmentRow, @Ctx() ctx: Context): Promise<string | null> {
    return actor == null ? null : ((await personById(ctx, actor.id))?.displayName ?? null);
  }
}

/** Resolvers of this file, for the schema. */
export const assigneeResolvers = [IssueAssigneeResolver, IssueAssignmentResolver] as const;

async function assigneeOf(ctx: Context, person: IssueRow['assignee']): Promise<IssueAssigneeType | null> {
  const known = person == null ? null : await personById(ctx, person.id);
  return known == null ? null : shown({ personId: known.id, name: known.displayName ?? null });
}

function shown({ personId, name }: Colleague): IssueAssigneeType {
  return { assigneeId: toGlobalId('Viewer', personId), name };
}
