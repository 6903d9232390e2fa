import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { requireFound } from '../../kernel/nodes.ts';
import { answer } from '../../kernel/payload.ts';
import { deskById } from '../../municipality/municipality.service.ts';
import { DeskType } from '../../municipality/municipality.types.ts';
import type { IssueMoveRow, IssueRow } from '../issue.entity.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { categoryById } from '../issue.reading.service.ts';
import { IssueCategoryType, IssueMoveType, IssueType } from '../issue.types.ts';
import { hasAgreed } from './issue.consent.service.ts';
import { forwardIssue } from './issue.forward.service.ts';
import type { IssueRerouteRow } from './issue.reroute.entity.ts';
import { isReroute } from './issue.reroute.rules.ts';
import { rerouteIssue, rerouteOf } from './issue.reroute.service.ts';
import { ForwardIssueInputType, IssueRerouteType, RerouteIssueInputType } from './issue.reroute.types.ts';

@Resolver(() => IssueType)
class RerouteResolver {
  @mutation(
    IssuePayloadType,
    'Send an open report to another desk, or say what it really is about (staff of the town).',
  )
  rerouteIssue(
    @Input(() => RerouteIssueInputType) input: RerouteIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    const issueId = idOf('Issue', input.issueId);
    const deskId = input.deskId == null ? null : choiceOf('Desk', input.deskId);
    const categoryId = input.categoryId == null ? null : choiceOf('IssueCategory', input.categoryId);
    return answer(async () => ({ issue: await rerouteIssue(ctx, { ...input, issueId, deskId, categoryId }) }));
  }

  @mutation(
    IssuePayloadType,
    'Pass a report on by mail to whoever outside looks after it: a move to FORWARDED (staff of its desk).',
  )
  forwardIssue(
    @Input(() => ForwardIssueInputType) input: ForwardIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    const issueId = idOf('Issue', input.issueId);
    return answer(async () => ({ issue: await forwardIssue(ctx, { ...input, issueId }) }));
  }

  @FieldResolver(() => Boolean, {
    description: 'Its reporter agreed that whoever outside looks after it may be told how to reach them; staff only.',
  })
  mayShareContact(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<boolean> | boolean {
    return issue.seenBy === 'staff' && hasAgreed(ctx, issue);
  }
}

@Resolver(() => IssueMoveType)
class RerouteStepResolver {
  @FieldResolver(() => IssueRerouteType, {
    nullable: true,
    description: 'It went to another desk, or became about something else; staff of the town only.',
  })
  reroute(@Root() move: IssueMoveRow, @Ctx() ctx: Context): Promise<IssueRerouteType | null> | null {
    return move.seenBy === 'staff' && isReroute(move) ? rerouteOf(ctx, move.id) : null;
  }
}

@Resolver(() => IssueRerouteType)
class IssueRerouteResolver {
  @FieldResolver(() => DeskType, { nullable: true, description: 'The desk before.' })
  fromDesk(@Root() { fromDesk }: IssueRerouteRow, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return fromDesk == null ? null : deskById(ctx, fromDesk.id);
  }

  @FieldResolver(() => IssueCategoryType, { description: 'What it was about before.' })
  fromCategory(@Root() { fromCategory }: IssueRerouteRow, @Ctx() ctx: Context): Promise<IssueCategoryType> {
    return requireFound(categoryById(ctx, fromCategory.id));
  }

  @FieldResolver(() => IssueCategoryType, { description: 'What it is about since then.' })
  category(@Root() { category }: IssueRerouteRow, @Ctx() ctx: Context): Promise<IssueCategoryType> {
    return requireFound(categoryById(ctx, category.id));
  }
}

/** All of this file, for the schema. */
export const rerouteResolvers = [RerouteResolver, RerouteStepResolver, IssueRerouteResolver] as const;
