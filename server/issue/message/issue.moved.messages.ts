import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { dateLocale } from '../../kernel/locale.ts';
import {
  defineMessage,
  enqueueMessage,
  type Letter,
  type MailContent,
  type MailValues,
  recallMessage,
  smsLike,
} from '../../kernel/message.ts';
import { findAcknowledgement } from '../comment/issue.filled.service.ts';
import { Issue, IssueMove } from '../issue.entity.ts';
import { issueMoved, issueReported, issueRerouted } from '../issue.events.ts';
import { claimCodeOf, confirmationToken } from '../issue.claims.service.ts';
import { findIntake } from '../report/issue.intake.service.ts';
import { seenAs } from '../issue.reading.service.ts';
import { titleOf } from '../title/issue.title.service.ts';
import { isReroute } from '../routing/issue.reroute.rules.ts';
import { notShown, ownSteps } from './issue.inbox.messages.ts';
import { issueMail, issueTexts } from './issue.message.texts.ts';
import { pushAbout } from './issue.push.texts.ts';
import { statusIn } from './issue.status.service.ts';
import { reporterSql, unconfirmedReporterSql } from './issue.recipients.service.ts';

/** Message about a move of an own issue. */
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
  sms: smsLike(pushAbout('own')),
});

/** Message about a report without an account: number and code, and the link by which the address is confirmed. */
export const receivedMessage = defineMessage({
  kind: 'ISSUE_RECEIVED',
  class: 'PERSONAL',
  interest: null,
  proves: true,
  description: 'A report without an account arrived; asks its reporter to confirm the address. Never in the inbox.',
  module: 'ISSUES',
  audience: unconfirmedReporterSql,
  inbox: notShown,
  mail: writeReceived,
});

async function writeReceived(ctx: Context, { message, recipient: { locale } }: Letter): Promise<MailContent> {
  const issue = await findReported(ctx, message.subjectId);
  const intake = await findIntake(ctx, issue.id);
  // The reader did not write a report that the town hall recorded, so the page shows the report before confirming.
  const how = intake === null ? '' : `/${intake.channel.toLowerCase()}`;
  const { ags } = issue.municipality.getEntity();
  return {
    text: issueMail(intake === null ? 'reportReceived' : 'reportTaken', locale),
    values: {
      ...(await headOf(ctx, issue, locale)),
      link: pageUrl(ctx, ags, `confirm/${confirmationToken(ctx, issue.id)}${how}`),
      acknowledgement: (await findAcknowledgement(ctx, issue)) ?? '',
      claimCode: claimCodeOf(ctx, issue.id),
    },
  };
}

export const movedListeners = [
  on(issueReported, async (tx, { facts: { isMailed, issueId, municipalityId } }) => {
    if (isMailed === false) return;
    const issue = await tx.em.findOneOrFail(Issue, issueId);
    if (issue.reporterEmail != null) await enqueueMessage(tx, receivedMessage, { municipalityId, subjectId: issueId });
  }),
  on(issueMoved, async (tx, { facts }) => {
    const { municipalityId, issueId, version, tellReporter, tellAfter, takesBack } = facts;
    const about = { municipalityId, subjectId: issueId };
    if (takesBack !== undefined) return recallMessage(tx, movedMessage, { ...about, version: takesBack });
    if (!tellReporter) return;
    const options = tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) };
    await enqueueMessage(tx, movedMessage, { ...about, version }, options);
  }),
  on(issueRerouted, async (tx, { facts: { issueId, municipalityId, version, tellReporter } }) => {
    if (tellReporter) await enqueueMessage(tx, movedMessage, { municipalityId, subjectId: issueId, version });
  }),
];

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
