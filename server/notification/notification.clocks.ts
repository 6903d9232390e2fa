import { issueEscalated, type IssueEscalatedFacts } from '../issue/issue.clock.events.ts';
import { clockOf } from '../issue/issue.clock.service.ts';
import { Issue } from '../issue/issue.entity.ts';
import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { readLocale } from '../kernel/locale.ts';
import type { ClockKind } from './notification.entity.ts';
import { type MailValues, textsOf } from './notification.mails.ts';
import { tellNews } from './notification.spread.service.ts';

const kinds: Readonly<Record<IssueEscalatedFacts['hand'], Record<IssueEscalatedFacts['level'], ClockKind>>> = {
  FIRST_RESPONSE: { DUE_SOON: 'ISSUE_ANSWER_DUE_SOON', OVERDUE: 'ISSUE_ANSWER_OVERDUE' },
  RESOLUTION: { DUE_SOON: 'ISSUE_DUE_SOON', OVERDUE: 'ISSUE_OVERDUE' },
};

/** Who works on it hears that its time runs out; what nobody did in time is told to those who can change that. */
on(issueEscalated, (tx, { facts: { municipalityId, issueId, hand, level } }) =>
  tellNews(tx, { kind: kinds[hand][level], municipalityId, subjectId: issueId }),
);

/** What a mail to the town hall says about a report whose time is over. */
export async function clockValues(
  ctx: Context,
  issueId: string,
  kind: ClockKind,
  { timeZone, locale }: { readonly timeZone: string; readonly locale: string },
): Promise<MailValues> {
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['category', 'municipality'] });
  const { ags, name } = issue.municipality.getEntity();
  const clock = await clockOf(ctx, issueId);
  const dueAt = kind.includes('ANSWER') ? clock?.firstResponseDueAt : clock?.resolutionDueAt;
  const moment = new Intl.DateTimeFormat(readLocale(locale), { dateStyle: 'full', timeStyle: 'short', timeZone });
  return {
    ...{ reference: issue.reference, place: name, status: textsOf(locale).clock[kind] },
    category: issue.category.getEntity().name,
    address: issue.address ?? '',
    due: dueAt == null ? '' : moment.format(dueAt),
    link: `${ctx.publicUrl(ags)}/${ags}/board/${issue.reference}`,
  };
}
