import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { personById } from '../../identity/identity.person.service.ts';
import type { Context } from '../../kernel/context.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueRow } from '../issue.entity.ts';
import { ReportIssuePayloadType } from '../issue.input.types.ts';
import { IssueType } from '../issue.types.ts';
import { findIntake, takeIssue } from './issue.intake.service.ts';
import { IssueIntakeType, TakeIssueInputType } from './issue.intake.types.ts';
import { namedIn } from './issue.report.resolver.ts';

@Resolver(() => IssueType)
export class IssueIntakeResolver {
  @mutation(
    ReportIssuePayloadType,
    'Record a report that somebody makes by phone, at the counter or by letter (clerks and admins of the town). The claim code is for that person: it is returned once and never shown to the town hall again.',
  )
  takeIssue(
    @Input(() => TakeIssueInputType) input: TakeIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<ReportIssuePayloadType> {
    return answer(() => takeIssue(ctx, { ...input, ...namedIn(input) }));
  }

  @FieldResolver(() => IssueIntakeType, {
    nullable: true,
    description:
      'How the town hall recorded it for somebody; null: people wrote it themselves. For staff of the town only.',
  })
  async intake(@Root() { id, seenBy }: IssueRow, @Ctx() ctx: Context): Promise<IssueIntakeType | null> {
    const intake = seenBy === 'staff' ? await findIntake(ctx, id) : null;
    if (intake === null) return null;
    const person = intake.takenById === null ? undefined : await personById(ctx, intake.takenById);
    return { channel: intake.channel, takenBy: person?.displayName ?? null };
  }
}
