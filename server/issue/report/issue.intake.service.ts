import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { record } from '../../kernel/events.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { audienceOf } from '../issue.audience.rules.ts';
import { claimCodeOf } from '../issue.claims.service.ts';
import { type IntakeChannel, IssueIntake } from './issue.intake.entity.ts';
import { issueTaken } from './issue.intake.events.ts';
import { canTakeIssue, isCodeShown } from './issue.intake.rules.ts';
import { seenAs } from '../issue.reading.service.ts';
import { fileReport, type Reported, type ReportIssueInput } from './issue.report.service.ts';
import { placed } from '../issue.service.ts';

export interface TakeIssueInput extends ReportIssueInput {
  readonly channel: IntakeChannel;
}

const takeRate = { name: 'report-take', points: 60, seconds: 3600 };

/**
 * Records a report that somebody makes by phone, at the counter or by letter: SUBMITTED at once, without a reporter.
 * The claim code is returned for that person; an e-mail address must be confirmed before it is used.
 */
export async function takeIssue(ctx: Context, input: TakeIssueInput): Promise<Reported> {
  authorize(canTakeIssue(ctx.actor, input.municipalityId));
  const { channel, municipalityId } = input;
  const takenBy = personId(ctx.actor);
  const issue = await fileReport(ctx, input, {
    spend: async () => {
      await ctx.limits.spend(takeRate, takenBy ?? '');
      return { isMailed: true };
    },
    take: async (tx, { id }) => {
      await tx.em.persist(tx.em.create(IssueIntake, { issue: id, channel, takenBy })).flush();
      await record(tx, issueTaken({ issueId: id, municipalityId, channel }));
    },
  });
  // A complaint may be readable for other desks only: then the clerk who recorded it gets the fields of a reporter.
  const audience = audienceOf(ctx.actor, placed(issue), true) ?? 'reporter';
  const isShown = isCodeShown(issue.createdAt, ctx.now());
  return { issue: seenAs(issue, audience), claimCode: isShown ? claimCodeOf(ctx, issue.id) : null };
}

const ofIssue = rowsByOwner(rowsOf(IssueIntake), ({ issue }) => issue, `where t.issue_id in (${idsParameterSql})`);

/** Channel and author of a recorded report; null: the report was not recorded by staff. */
export async function findIntake(
  ctx: Context,
  issueId: string,
): Promise<{ channel: IntakeChannel; takenById: string | null } | null> {
  const [intake] = await ofIssue(ctx, issueId);
  return intake === undefined ? null : { channel: intake.channel, takenById: intake.takenBy?.id ?? null };
}
