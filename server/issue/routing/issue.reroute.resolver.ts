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
  @mutation(IssuePayloadType, 'Change the desk or the category of an open report (staff of the town).')
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
    'Forward a report by mail to the body outside that is responsible: a move to FORWARDED (staff of its desk).',
  )
  forwardIssue(
    @Input(() => ForwardIssueInputType) input: ForwardIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    const issueId = idOf('Issue', input.issueId);
    return answer(async () => ({ issue: await forwardIssue(ctx, { ...input, issueId }) }));
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the reporter agreed to forwarding contact details to the body outside that is responsible; for staff only.',
  })
  mayShareContact(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<boolean> | boolean {
    return issue.seenBy === 'staff' && hasAgreed(ctx, issue);
  }
}

@Resolver(() => IssueMoveType)
class RerouteStepResolver {
  @FieldResolver(() => IssueRerouteType, {
    nullable: true,
    description: 'Change of desk or category; null for other moves. For staff of the town only.',
  })
  reroute(@Root() move: IssueMoveRow, @Ctx() ctx: Context): Promise<IssueRerouteType | null> | null {
    return move.seenBy === 'staff' && isReroute(move) ? rerouteOf(ctx, move.id) : null;
  }
}

@Resolver(() => IssueRerouteType)
class IssueRerouteResolver {
  @FieldResolver(() => DeskType, { nullable: true, description: 'Desk before the change; null: none.' })
  fromDesk(@Root() { fromDesk }: IssueRerouteRow, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return fromDesk == null ? null : deskById(ctx, fromDesk.id);
  }

  @FieldResolver(() => IssueCategoryType, { description: 'Category before the change.' })
  fromCategory(@Root() { fromCategory }: IssueRerouteRow, @Ctx() ctx: Context): Promise<IssueCategoryType> {
    return requireFound(categoryById(ctx, fromCategory.id));
  }

  @FieldResolver(() => IssueCategoryType, { description: 'Category after the change.' })
  category(@Root() { category }: IssueRerouteRow, @Ctx() ctx: Context): Promise<IssueCategoryType> {
    return requireFound(categoryById(ctx, category.id));
  }
}

/** Resolvers of this file, for the schema. */
export const rerouteResolvers = [RerouteResolver, RerouteStepResolver, IssueRerouteResolver] as const;
