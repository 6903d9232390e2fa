import { statusWord } from '../../schema/statusWords.ts';
import { claimCodeOf, confirmationToken } from '../issue/report/issue.claims.service.ts';
import { Issue, IssueMove, type IssueStatus } from '../issue/issue.entity.ts';
import { issueMoved, issueReported, issueRerouted } from '../issue/issue.events.ts';
import { findIntake } from '../issue/report/issue.intake.service.ts';
import { isReroute } from '../issue/routing/issue.reroute.rules.ts';
import { findReceipt } from '../issue/comment/issue.filled.service.ts';
import { labelIn } from '../issue/settings/issue.settings.rules.ts';
import { settingsOf } from '../issue/settings/issue.settings.service.ts';
import { readLocale } from '../kernel/locale.ts';
import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { defineQueue, enqueue, handle } from '../kernel/jobs.ts';
import { type MailValues, renderMail, textsOf } from './notification.mails.ts';
import { tellNews } from './notification.spread.service.ts';

/** Mails to whoever reported without an account; the payload holds ids only, the address is read when the mail leaves. */
const confirmMail = defineQueue<{ readonly issueId: string }>('notification.issueConfirm');
const movedMail = defineQueue<{ readonly issueId: string; readonly version: number }>('notification.issueMoved');

on(issueReported, async (tx, { facts }) => {
  const issue = await tx.em.findOneOrFail(Issue, facts.issueId);
  if (issue.reporterEmail != null) await enqueue(tx, confirmMail, { issueId: issue.id });
});

on(issueMoved, async (tx, { facts: { issueId, version, tellReporter, tellAfter } }) => {
  const issue = await tx.em.findOneOrFail(Issue, issueId);
  const options = tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) };
  if (tellReporter && issue.reporter == null) await enqueue(tx, movedMail, { issueId, version }, options);
});

on(issueRerouted, async (tx, { facts: { issueId, municipalityId, version, tellReporter } }) => {
  if (!tellReporter) return;
  const { reporter } = await tx.em.findOneOrFail(Issue, issueId);
  if (reporter == null) return enqueue(tx, movedMail, { issueId, version });
  await tellNews(tx, { kind: 'ISSUE_MOVED', municipalityId, subjectId: issueId, version });
});

handle(confirmMail, async (services, { issueId }) => {
  const ctx = forkContext(services, system);
  const issue = await findReported(ctx, issueId);
  if (issue.reporterEmail == null || issue.emailConfirmedAt != null) return;
  const town = issue.municipality.getEntity();
  if (!town.modules.includes('ISSUES')) return;
  const [receipt, intake] = [(await findReceipt(ctx, issue)) ?? '', await findIntake(ctx, issueId)];
  // The page says which report it is about: who told it to the town hall did not write it.
  const how = intake === null ? '' : `/${intake.channel.toLowerCase()}`;
  const link = `${services.publicUrl(town.ags)}/${town.ags}/confirm/${confirmationToken(services, issueId)}${how}`;
  const values = { ...headOf(issue), link, receipt, claimCode: claimCodeOf(services, issueId) };
  await services.mail.send({
    to: { name: '', address: issue.reporterEmail },
    messageId: `issue-confirm.${issueId}`,
    ...renderMail(intake === null ? 'reportReceived' : 'reportTaken', issue.locale, values, town),
  });
});

/** An address counts only once its owner has confirmed it. */
handle(movedMail, async (services, { issueId, version }) => {
  const ctx = forkContext(services, system);
  const issue = await findReported(ctx, issueId);
  const town = issue.municipality.getEntity();
  const move = await ctx.em.findOne(IssueMove, { issue: issueId, version }, { populate: ['desk'] });
  if (issue.reporterEmail == null || issue.emailConfirmedAt == null || move === null || move.isTakenBack) return;
  if (!town.modules.includes('ISSUES')) return;
  await services.mail.send({
    to: { name: '', address: issue.reporterEmail },
    messageId: `issue-moved.${issueId}.${version}`,
    ...renderMail('reportMoved', issue.locale, await movedValues(ctx, issue, move, issue.locale), town),
  });
});

/** What a mail says about one step of a report; `issue` with its municipality, `move` with its desk. */
export async function movedValues(ctx: Context, issue: Issue, move: IssueMove, locale: string): Promise<MailValues> {
  const town = issue.municipality.getEntity();
  const { reason, message, addressee, scheduledFor, desk, to } = move;
  const receipt = to === 'SUBMITTED' ? await findReceipt(ctx, issue) : null;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: town.timeZone });
  const deskName = desk?.getEntity().name ?? '';
  const isElsewhere = isReroute(move);
  return {
    ...headOf(issue),
    status: isElsewhere ? `${textsOf(locale).rerouted} ${deskName}` : await statusIn(ctx, issue, to, locale),
    ...{ reason: reason ?? '', message: message ?? receipt ?? '', addressee: addressee ?? '' },
    date: scheduledFor == null ? '' : day.format(scheduledFor),
    desk: isElsewhere ? '' : deskName,
    link: `${ctx.publicUrl(town.ags)}/${town.ags}/issues/${issue.reference}`,
    claimCode: issue.reporter == null ? claimCodeOf(ctx, issue.id) : '',
  };
}

/** How a step is called: as the town calls it, else as everywhere for what the report is about. */
export async function statusIn(ctx: Context, issue: Issue, to: IssueStatus, locale: string): Promise<string> {
  const { labels } = await settingsOf(ctx, issue.municipality.id);
  return labelIn(labels, to, readLocale(locale)) ?? textsOf(locale).status[statusWord(to, issue.kind)];
}

function findReported(ctx: Context, issueId: string): Promise<Issue> {
  return ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
}

function headOf({ reference, municipality }: Issue): { reference: string; place: string } {
  return { reference, place: municipality.getEntity().name };
}
