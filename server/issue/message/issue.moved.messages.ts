import { system } from '../../kernel/actor.ts';
import { type Context, forkContext } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { enqueue, handle } from '../../kernel/jobs.ts';
import { pageUrl } from '../../kernel/links.ts';
import { dateLocale } from '../../kernel/locale.ts';
import { renderMail } from '../../kernel/mail.render.ts';
import { defineMessage, enqueueMessage, type MailValues, recallMessage } from '../../kernel/message.ts';
import { defineQueue } from '../../kernel/queue.ts';
import { findAcknowledgement } from '../comment/issue.filled.service.ts';
import { Issue, IssueMove } from '../issue.entity.ts';
import { issueMoved, issueReported, issueRerouted } from '../issue.events.ts';
import { claimCodeOf, confirmationToken } from '../issue.claims.service.ts';
import { findIntake } from '../report/issue.intake.service.ts';
import { seenAs } from '../issue.reading.service.ts';
import { titleOf } from '../title/issue.title.service.ts';
import { isReroute } from '../routing/issue.reroute.rules.ts';
import { ownSteps } from './issue.inbox.messages.ts';
import { issueMail, issueTexts } from './issue.message.texts.ts';
import { pushAbout } from './issue.push.texts.ts';
import { statusIn } from './issue.status.service.ts';
import { reporterSql } from './issue.recipients.service.ts';

/** Message about a move of an own issue, for reporters with an account. */
export const movedMessage = defineMessage({
  kind: 'ISSUE_MOVED',
  class: 'PERSONAL',
  interest: 'OWN_REPORTS',
  description: "The person's own report was moved; `content` is the move.",
  module: 'ISSUES',
  audience: reporterSql,
  inbox: ownSteps,
  mail: async (ctx, { message, recipient }) => {
    const issue = await findReported(ctx, message.subjectId);
    const move = await findMove(ctx, issue.id, message.version ?? 0);
    const values = await movedValues(ctx, issue, move, recipient.locale);
    return { text: issueMail('reportMoved', recipient.locale), values };
  },
  push: pushAbout('own'),
});

/** Mails to addresses without an account; payloads hold ids only, and the address is read when the mail is sent. */
const confirmMail = defineQueue<{ readonly issueId: string }>('issue.confirmMail');
const movedMail = defineQueue<{ readonly issueId: string; readonly version: number }>('issue.movedMail');

export const movedListeners = [
  on(issueReported, async (tx, { facts }) => {
    if (facts.isMailed === false) return;
    const issue = await tx.em.findOneOrFail(Issue, facts.issueId);
    if (issue.reporterEmail != null) await enqueue(tx, confirmMail, { issueId: issue.id });
  }),
  on(issueMoved, async (tx, { facts }) => {
    const { municipalityId, issueId, version, tellReporter, tellAfter, takesBack } = facts;
    const about = { municipalityId, subjectId: issueId };
    if (takesBack !== undefined) return recallMessage(tx, movedMessage, { ...about, version: takesBack });
    if (!tellReporter) return;
    const { reporter } = await tx.em.findOneOrFail(Issue, issueId);
    const options = tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) };
    if (reporter == null) await enqueue(tx, movedMail, { issueId, version }, options);
    else await enqueueMessage(tx, movedMessage, { ...about, version }, options);
  }),
  on(issueRerouted, async (tx, { facts: { issueId, municipalityId, version, tellReporter } }) => {
    if (!tellReporter) return;
    const { reporter } = await tx.em.findOneOrFail(Issue, issueId);
    if (reporter == null) await enqueue(tx, movedMail, { issueId, version });
    else await enqueueMessage(tx, movedMessage, { municipalityId, subjectId: issueId, version });
  }),
];

export const confirmMailJob = handle(confirmMail, async (services, { issueId }) => {
  const ctx = forkContext(services, system);
  const issue = await findReported(ctx, issueId);
  if (issue.reporterEmail == null || issue.emailConfirmedAt != null) return;
  const town = issue.municipality.getEntity();
  if (!town.modules.includes('ISSUES')) return;
  const acknowledgement = (await findAcknowledgement(ctx, issue)) ?? '';
  const intake = await findIntake(ctx, issueId);
  // The reader did not write a report that the town hall recorded, so the page shows the report before confirming.
  const how = intake === null ? '' : `/${intake.channel.toLowerCase()}`;
  const link = pageUrl(services, town.ags, `confirm/${confirmationToken(services, issueId)}${how}`);
  const values = {
    ...(await headOf(ctx, issue, issue.locale)),
    link,
    acknowledgement,
    claimCode: claimCodeOf(services, issueId),
  };
  await services.mail.send({
    to: { name: '', address: issue.reporterEmail },
    thread: issueId,
    messageId: `issue-confirm.${issueId}`,
    ...renderMail(issueMail(intake === null ? 'reportReceived' : 'reportTaken', issue.locale), issue.locale, values, {
      isDemo: town.isDemo,
      sender: town,
    }),
  });
});

/** Sends nothing to an address that its owner has not confirmed. */
export const movedMailJob = handle(movedMail, async (services, { issueId, version }) => {
  const ctx = forkContext(services, system);
  const issue = await findReported(ctx, issueId);
  const town = issue.municipality.getEntity();
  const move = await ctx.em.findOne(IssueMove, { issue: issueId, version }, { populate: ['desk'] });
  if (issue.reporterEmail == null || issue.emailConfirmedAt == null || move === null || move.isTakenBack) return;
  if (!town.modules.includes('ISSUES')) return;
  await services.mail.send({
    to: { name: '', address: issue.reporterEmail },
    thread: issueId,
    messageId: `issue-moved.${issueId}.${version}`,
    ...renderMail(
      issueMail('reportMoved', issue.locale),
      issue.locale,
      await movedValues(ctx, issue, move, issue.locale),
      { isDemo: town.isDemo, sender: town },
    ),
  });
});

/** Values of a mail about a move; `issue` needs its municipality loaded and `move` its desk. */
async function movedValues(ctx: Context, issue: Issue, move: IssueMove, locale: string): Promise<MailValues> {
  const town = issue.municipality.getEntity();
  const { reason, message, addressee, scheduledFor, desk, to } = move;
  const day = new Intl.DateTimeFormat(dateLocale(locale), { dateStyle: 'full', timeZone: town.timeZone });
  const deskName = desk?.getEntity().name ?? '';
  const isElsewhere = isReroute(move);
  return {
    ...(await headOf(ctx, issue, locale)),
    status: isElsewhere ? `${issueTexts(locale).rerouted} ${deskName}` : await statusIn(ctx, issue, to, locale),
    reason: reason ?? '',
    message: message ?? '',
    addressee: addressee ?? '',
    date: scheduledFor == null ? '' : day.format(scheduledFor),
    desk: isElsewhere ? '' : deskName,
    link: pageUrl(ctx, town.ags, `issues/${issue.reference}`),
    claimCode: issue.reporter == null ? claimCodeOf(ctx, issue.id) : '',
  };
}

function findReported(ctx: Context, issueId: string): Promise<Issue> {
  return ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
}

async function headOf(ctx: Context, issue: Issue, locale: string): Promise<MailValues> {
  const title = await titleOf(ctx, seenAs(issue, 'reporter'), locale);
  return { reference: issue.reference, title, town: issue.municipality.getEntity().name };
}

function findMove({ em }: Context, issueId: string, version: number): Promise<IssueMove> {
  return em.findOneOrFail(IssueMove, { issue: issueId, version }, { populate: ['desk'] });
}
