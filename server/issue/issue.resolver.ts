import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../identity/identity.person.service.ts';
import { ViewerType } from '../identity/identity.types.ts';
import type { Context } from '../kernel/context.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { found, registerNode } from '../kernel/nodes.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { findMunicipality } from '../municipality/municipality.service.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { Issue, IssueMove, IssueStage, IssueStatus } from './issue.entity.ts';
import {
  ConfirmIssueInputType,
  IssuePayloadType,
  MoveIssueInputType,
  ReportIssueInputType,
  ReportIssuePayloadType,
} from './issue.input.types.ts';
import { findCategory, listBoard, listCategories, listMyIssues } from './issue.list.service.ts';
import { confirmIssue, reportIssue } from './issue.report.service.ts';
import { stageOf, targetsFor } from './issue.rules.ts';
import { wordsFor } from './issue.visibility.rules.ts';
import { findIssue, findIssueByReference, findLastMove, listMoves, moveIssue } from './issue.service.ts';
import {
  IssueCategoryType,
  IssueConnectionType,
  IssueMoveType,
  IssuePlaceType,
  IssueStageEnum,
  IssueStatusEnum,
  IssueType,
} from './issue.types.ts';

registerNode('Issue', (ctx, id) => findIssue(ctx, id));
registerNode('IssueCategory', findCategory);

@Resolver(() => IssueType)
export class IssueResolver {
  @Query(() => IssueType, { nullable: true, description: 'A report by town and number; NOT_FOUND if it is not yours.' })
  async issue(
    @Arg('ags', () => String, { description: 'Official key of the town.' }) ags: string,
    @Arg('reference', () => String, { description: 'Number within the town, e.g. M-2031.' }) reference: string,
    @Arg('claimCode', () => String, { nullable: true, description: 'For a report made without an account.' })
    claimCode: string | null,
    @Ctx() ctx: Context,
  ): Promise<IssueType> {
    return findIssueByReference(ctx, (await findMunicipality(ctx, ags)).id, reference, claimCode);
  }

  @Mutation(() => ReportIssuePayloadType, {
    description: 'Report something to the town hall, with or without account.',
  })
  reportIssue(
    @Arg('input', () => ReportIssueInputType, { description: 'The report.' }) input: ReportIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<ReportIssuePayloadType> {
    return answer(() => {
      const municipalityId = idOf('Municipality', input.municipalityId);
      const categoryId = choiceOf('IssueCategory', input.categoryId);
      const photoIds = (input.photoIds ?? []).map((id) => choiceOf('Photo', id));
      return reportIssue(ctx, { ...input, municipalityId, categoryId, photoIds });
    });
  }

  @Mutation(() => IssuePayloadType, {
    description: 'Confirm a report made without an account. Refused: UNKNOWN_LINK, WRONG_CODE.',
  })
  confirmIssue(
    @Arg('input', () => ConfirmIssueInputType, { description: 'Token, or issue and claim code.' })
    input: ConfirmIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    const issueId = input.issueId == null ? null : idOf('Issue', input.issueId);
    return answer(async () => ({ issue: await confirmIssue(ctx, { ...input, issueId }) }));
  }

  @Mutation(() => IssuePayloadType, { description: 'Move a report: the town hall, or the reporter.' })
  moveIssue(
    @Arg('input', () => MoveIssueInputType, { description: 'The move.' }) input: MoveIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    const deskId = input.deskId == null ? null : choiceOf('Desk', input.deskId);
    return answer(async () => ({
      issue: await moveIssue(ctx, { ...input, issueId: idOf('Issue', input.issueId), deskId }),
    }));
  }

  @FieldResolver(() => MunicipalityType, { description: 'The town it was reported to.' })
  municipality(@Root() issue: Issue): Promise<MunicipalityType> {
    return found(issue.municipality.load({ dataloader: true }));
  }

  @FieldResolver(() => IssueCategoryType, { description: 'What it is about.' })
  category(@Root() issue: Issue): Promise<IssueCategoryType> {
    return found(issue.category.load({ dataloader: true }));
  }

  @FieldResolver(() => IssueStageEnum, { description: "The board's column." })
  stage(@Root() { status }: Issue): IssueStage {
    return stageOf(status);
  }

  @FieldResolver(() => IssuePlaceType, { description: 'Where it is.' })
  place(@Root() { seenBy, lat, lon, address }: Issue): IssuePlaceType {
    return { point: { lat, lon }, address: address == null ? null : wordsFor(seenBy, address) };
  }

  @FieldResolver(() => [IssueMoveType], { description: 'Its steps, oldest first.' })
  history(@Root() issue: Issue, @Ctx() ctx: Context): Promise<IssueMoveType[]> {
    return listMoves(ctx, issue);
  }

  @FieldResolver(() => IssueMoveType, { description: 'Its last step.' })
  lastMove(@Root() issue: Issue, @Ctx() ctx: Context): Promise<IssueMoveType> {
    return findLastMove(ctx, issue);
  }

  @FieldResolver(() => [IssueStatusEnum], { description: 'Where staff of the desk may move it; not about the viewer.' })
  staffMoves(@Root() issue: Issue): IssueStatus[] {
    return targetsFor(issue, 'STAFF');
  }

  @FieldResolver(() => [IssueStatusEnum], {
    description: 'Where its reporter may move it; nothing for those it is only shown to.',
  })
  reporterMoves(@Root() issue: Issue): IssueStatus[] {
    return issue.seenBy === 'public' ? [] : targetsFor(issue, 'REPORTER');
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The reporter's address, of the account or given without one; staff of the town only.",
  })
  async reporterEmail(@Root() { seenBy, reporter, reporterEmail }: Issue): Promise<string | null> {
    if (seenBy !== 'staff') return null;
    return (await reporter?.load({ dataloader: true }))?.email ?? reporterEmail ?? null;
  }
}

@Resolver(() => IssueMoveType)
export class IssueMoveResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Who of the staff did it; staff of the same town only.' })
  async actorName(@Root() move: IssueMove): Promise<string | null> {
    if (move.seenBy !== 'staff' || move.by !== 'STAFF' || move.actor == null) return null;
    return (await move.actor.load({ dataloader: true }))?.displayName ?? null;
  }
}

@Resolver(() => ViewerType)
export class ViewerIssuesResolver {
  @FieldResolver(() => IssueConnectionType, { description: 'My reports in all towns, newest first.' })
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
    description: 'What may be reported. NOT_FOUND where reports are switched off.',
  })
  issueCategories(@Root() { id }: Municipality, @Ctx() ctx: Context): Promise<IssueCategoryType[]> {
    return listCategories(ctx, id);
  }

  @FieldResolver(() => IssueConnectionType, {
    nullable: true,
    description:
      "The board's cards, newest first; for staff of the town and its partners. NOT_FOUND where reports are switched off.",
  })
  issues(
    @Root() { id }: Municipality,
    @Arg('stages', () => [IssueStageEnum], { nullable: true, description: 'Only these columns.' })
    stages: IssueStage[] | null,
    @Arg('deskId', () => ID, { nullable: true, description: 'Only of this desk.' }) deskId: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<IssueType>> {
    return listBoard(ctx, id, { stages, deskId: deskId == null ? null : idOf('Desk', deskId) }, page);
  }
}
