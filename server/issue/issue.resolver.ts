import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { personById, type Viewer } from '../identity/identity.person.service.ts';
import { ViewerType } from '../identity/identity.types.ts';
import type { Context } from '../kernel/context.ts';
import { expensivePageCost } from '../kernel/cost.ts';
import { externalIdOf } from '../kernel/externalId.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { requireFound } from '../kernel/nodes.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { findMunicipality, townOf } from '../municipality/municipality.service.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { IssueMoveRow, IssueRow, IssueStage, IssueStatus } from './issue.entity.ts';
import { IssuePayloadType, MoveIssueInputType } from './issue.input.types.ts';
import { listCategories, listMyIssues } from './issue.list.service.ts';
import { categoryById, findLastMove, listMoves } from './issue.reading.service.ts';
import { canAskReporter, deskTargets, stageOf, targetsFor } from './issue.rules.ts';
import { findIssueByReference, moveIssue } from './issue.service.ts';
import {
  IssueCategoryType,
  IssueConnectionType,
  IssueMoveType,
  IssuePlaceType,
  IssueStageEnum,
  IssueStatusEnum,
  IssueType,
} from './issue.types.ts';
import { wordsFor } from './issue.visibility.rules.ts';

@Resolver(() => IssueType)
export class IssueResolver {
  @Query(() => IssueType, {
    nullable: true,
    description: 'A report by town and number. NOT_FOUND if the viewer may not see it.',
  })
  async issue(
    @Arg('ags', () => String, { description: 'Official key of the town.' }) ags: string,
    @Arg('reference', () => String, { description: 'Number within the town, e.g. M-2031.' }) reference: string,
    @Arg('claimCode', () => String, {
      nullable: true,
      description: 'Claim code of a report that was made without an account.',
    })
    claimCode: string | null,
    @Ctx() ctx: Context,
  ): Promise<IssueType> {
    return findIssueByReference(ctx, (await findMunicipality(ctx, ags)).id, reference, claimCode);
  }

  @mutation(IssuePayloadType, 'Move a report (staff of the town, or its reporter).')
  moveIssue(
    @Input(() => MoveIssueInputType) input: MoveIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    const deskId = input.deskId == null ? null : choiceOf('Desk', input.deskId);
    return answer(async () => ({
      issue: await moveIssue(ctx, { ...input, issueId: idOf('Issue', input.issueId), deskId }),
    }));
  }

  @FieldResolver(() => MunicipalityType, { description: 'The town that the report was made to.' })
  municipality(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<MunicipalityType> {
    return townOf(ctx, issue);
  }

  @FieldResolver(() => IssueCategoryType, { description: 'Category of the report.' })
  category(@Root() { category }: IssueRow, @Ctx() ctx: Context): Promise<IssueCategoryType> {
    return requireFound(categoryById(ctx, category.id));
  }

  @FieldResolver(() => IssueStageEnum, { description: 'Column of the board.' })
  stage(@Root() { status }: IssueRow): IssueStage {
    return stageOf(status);
  }

  @FieldResolver(() => IssuePlaceType, { description: 'Place of the report.' })
  place(@Root() { seenBy, lat, lon, address }: IssueRow): IssuePlaceType {
    return { point: { lat, lon }, address: address == null ? null : wordsFor(seenBy, address) };
  }

  @FieldResolver(() => [IssueMoveType], { description: 'Moves of the report, oldest first. At most 500, the newest.' })
  history(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueMoveType[]> {
    return listMoves(ctx, issue);
  }

  @FieldResolver(() => IssueMoveType, { description: 'Last move of the report.' })
  lastMove(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueMoveType> {
    return findLastMove(ctx, issue);
  }

  @FieldResolver(() => [IssueStatusEnum], {
    description: 'Statuses to which staff of its desk may move it; independent of the viewer.',
  })
  staffMoves(@Root() issue: IssueRow): IssueStatus[] {
    return targetsFor(issue, 'STAFF');
  }

  @FieldResolver(() => [IssueStatusEnum], {
    description:
      'Moves of `staffMoves` that only admins, clerks of its desk and deputies of the desk may make (viewerDeputyDesks); other clerks take the report over first (rerouteIssue). Independent of the viewer.',
  })
  deskMoves(@Root() issue: IssueRow): IssueStatus[] {
    return deskTargets(issue);
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the reporter can be asked a question: by the account, or at a confirmed address; for staff of the town, false for everybody else.',
  })
  canAskReporter(@Root() issue: IssueRow): boolean {
    return issue.seenBy === 'staff' && canAskReporter(issue);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The id that the requesting key gave when it created the report; null for everybody else.',
  })
  externalId(@Root() { id }: IssueRow, @Ctx() ctx: Context): Promise<string | null> {
    return externalIdOf(ctx, id);
  }

  @FieldResolver(() => [IssueStatusEnum], {
    description: 'Statuses to which its reporter may move it; empty for keys and for the public.',
  })
  reporterMoves(@Root() issue: IssueRow, @Ctx() { actor }: Context): IssueStatus[] {
    return issue.seenBy === 'public' || actor.kind === 'partner' ? [] : targetsFor(issue, 'REPORTER');
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Address of the reporter, from the account or given without one; for staff of the town only.',
  })
  async reporterEmail(
    @Root() { seenBy, reporter, reporterEmail }: IssueRow,
    @Ctx() ctx: Context,
  ): Promise<string | null> {
    if (seenBy !== 'staff') return null;
    const person = reporter == null ? null : await personById(ctx, reporter.id);
    return person?.email ?? reporterEmail ?? null;
  }
}

@Resolver(() => IssueMoveType)
export class IssueMoveResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Name of the member of staff who made the move; for staff of the same town only.',
  })
  async actorName(@Root() { seenBy, by, actor }: IssueMoveRow, @Ctx() ctx: Context): Promise<string | null> {
    if (seenBy !== 'staff' || by !== 'STAFF' || actor == null) return null;
    return (await personById(ctx, actor.id))?.displayName ?? null;
  }
}

@Resolver(() => ViewerType)
export class ViewerIssuesResolver {
  @FieldResolver(() => IssueConnectionType, {
    complexity: expensivePageCost(10),
    description: 'Reports of the viewer in all towns, newest first.',
  })
  issues(
    @Root() { id }: Viewer,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<IssueType>> {
    return listMyIssues(ctx, id, page);
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityIssuesResolver {
  @FieldResolver(() => [IssueCategoryType], {
    nullable: true,
    description: 'Published categories. NOT_FOUND where reports are switched off. At most 100.',
  })
  issueCategories(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<IssueCategoryType[]> {
    return listCategories(ctx, id);
  }
}
