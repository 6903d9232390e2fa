import { Person } from '../identity/identity.entity.ts';
import { claimCodeOf, confirmationToken } from '../issue/issue.claims.service.ts';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import { issueMoved, issueReported } from '../issue/issue.events.ts';
import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { defineQueue, enqueue, handle } from '../kernel/jobs.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { type MailValues, renderMail, textsOf } from './notification.mails.ts';

/** Mails to whoever reported; the payload holds ids only, the address is read when the mail leaves. */
const confirmMail = defineQueue<{ readonly issueId: string }>('notification.issueConfirm');
const movedMail = defineQueue<{ readonly issueId: string; readonly version: number }>('notification.issueMoved');

on(issueReported, async (tx, { facts }) => {
  const issue = await tx.em.findOneOrFail(Issue, facts.issueId);
  if (issue.reporterEmail != null) await enqueue(tx, confirmMail, { issueId: issue.id });
});

on(issueMoved, async (tx, { facts }) => {
  if (facts.tellReporter) await enqueue(tx, movedMail, { issueId: facts.issueId, version: facts.version });
});

handle(confirmMail, async (services, { issueId }) => {
  const ctx = forkContext(services, system);
  const issue = await findReported(ctx, issueId);
  if (issue.reporterEmail == null || issue.emailConfirmedAt != null) return;
  const town = issue.municipality.getEntity();
  const link = `${services.publicUrl()}/${town.ags}/confirm/${confirmationToken(services, issueId)}`;
  const values = { ...headOf(issue, town), link, claimCode: claimCodeOf(services, issueId) };
  await services.mail.send({
    to: { name: '', address: issue.reporterEmail },
    messageId: `issue-confirm.${issueId}`,
    ...renderMail('reportReceived', issue.locale, values, town),
  });
});

handle(movedMail, async (services, { issueId, version }) => {
  const ctx = forkContext(services, system);
  const issue = await findReported(ctx, issueId);
  const address = await addressOf(ctx, issue);
  const move = await ctx.em.findOne(IssueMove, { issue: issueId, version }, { populate: ['desk'] });
  if (address === null || move === null) return;
  const town = issue.municipality.getEntity();
  await services.mail.send({
    to: { name: '', address },
    messageId: `issue-moved.${issueId}.${version}`,
    ...renderMail('reportMoved', issue.locale, movedValues(ctx, issue, move, town), town),
  });
});

function findReported(ctx: Context, issueId: string): Promise<Issue> {
  return ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
}

/** An address given without an account counts only once its owner has confirmed it. */
async function addressOf(ctx: Context, { reporter, reporterEmail, emailConfirmedAt }: Issue): Promise<string | null> {
  if (reporter != null) return (await ctx.em.findOne(Person, reporter.id))?.email ?? null;
  return emailConfirmedAt == null ? null : (reporterEmail ?? null);
}

function headOf({ reference }: Issue, { name }: Municipality): { reference: string; place: string } {
  return { reference, place: name };
}

function movedValues(ctx: Context, issue: Issue, move: IssueMove, town: Municipality): MailValues {
  const { reason, message, addressee, scheduledFor, desk, to } = move;
  const day = new Intl.DateTimeFormat(issue.locale, { dateStyle: 'full', timeZone: town.timeZone });
  return {
    ...headOf(issue, town),
    status: textsOf(issue.locale).status[to],
    ...{ reason: reason ?? '', message: message ?? '', addressee: addressee ?? '' },
    date: scheduledFor == null ? '' : day.format(scheduledFor),
    desk: desk?.getEntity().name ?? '',
    link: `${ctx.publicUrl()}/${town.ags}/issues/${issue.reference}`,
    claimCode: issue.reporter == null ? claimCodeOf(ctx, issue.id) : '',
  };
}
