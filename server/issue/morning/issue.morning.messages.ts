import { openingBefore } from '../../hours/hours.rules.ts';
import { calendarOf } from '../../hours/hours.service.ts';
import type { Context } from '../../kernel/context.ts';
import { pageUrl } from '../../kernel/links.ts';
import { dateLocale } from '../../kernel/locale.ts';
import { fillText } from '../../kernel/mail.render.ts';
import {
  defineMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  NoLongerWanted,
} from '../../kernel/message.ts';
import { Issue } from '../issue.entity.ts';
import { deskTitleOf } from '../message/issue.desk.title.service.ts';
import { issueMail, issueTexts } from '../message/issue.message.texts.ts';
import { morningIssuesSql, morningReadersSql } from '../message/issue.recipients.service.ts';
import { dayAround, dayNumber } from './issue.morning.rules.ts';

/** The list is sent by mail only, so there is nothing to read in the inbox. */
const nothing: InboxReader = {
  subjectTypes: [],
  read: () => Promise.resolve(() => ({ subject: null, content: null })),
};

/** Mail to each clerk when the town hall opens: the subject is the town, the version is the day as yyyymmdd. */
export const morningList = defineMessage({
  kind: 'ISSUE_MORNING_LIST',
  class: 'DIGEST',
  interest: 'DESK',
  description: "Staff: new, due and overdue reports of the person's desks, each morning; by mail only.",
  module: 'ISSUES',
  audience: morningReadersSql,
  refused: `c.name <> 'EMAIL'`,
  inbox: nothing,
  mail: writeMorningList,
});

/** Maximum number of lines under each of the three counts. */
const mostLines = 15;

interface Row {
  readonly id: string;
  readonly isNew: boolean;
  readonly isDue: boolean;
  readonly isOverdue: boolean;
}

/**
 * The list as of now. New are the open reports since the town hall opened the last time before today, so that a Monday
 * includes the weekend. Throws NoLongerWanted if all is empty, or if the letter comes on a later day.
 */
async function writeMorningList(ctx: Context, letter: Letter): Promise<MailContent> {
  const { message, town, recipient } = letter;
  const now = ctx.now();
  if (message.version !== dayNumber(now, town.timeZone)) throw new NoLongerWanted();
  const { start, end } = dayAround(now, town.timeZone);
  const since = openingBefore(start, await calendarOf(ctx, town.id)) ?? start;
  const found: Row[] = await ctx.em.execute(morningIssuesSql, [
    since,
    now,
    now,
    end,
    town.id,
    since,
    end,
    recipient.id,
  ]);
  if (found.length === 0) throw new NoLongerWanted();
  const list = (rows: readonly Row[], line: Line) => listed(ctx, letter, rows, line);
  const isNew = found.filter((row) => row.isNew);
  const isDue = found.filter((row) => row.isDue);
  const isOverdue = found.filter((row) => row.isOverdue);
  return {
    text: issueMail('morningList', recipient.locale),
    values: {
      town: town.name,
      new: String(isNew.length),
      due: String(isDue.length),
      overdue: String(isOverdue.length),
      newLines: await list(isNew, 'new'),
      dueLines: await list(isDue, 'due'),
      overdueLines: await list(isOverdue, 'overdue'),
      link: pageUrl(ctx, town.ags, 'board'),
    },
  };
}

type Line = 'new' | 'due' | 'overdue';

/** One line per report, at most `mostLines` and the number of the others; empty if there are none. */
async function listed(
  ctx: Context,
  { town, recipient: { locale } }: Letter,
  rows: readonly Row[],
  line: Line,
): Promise<string> {
  const shown = rows.slice(0, mostLines).map(({ id }) => id);
  if (shown.length === 0) return '';
  const issues = new Map((await ctx.em.find(Issue, { id: { $in: shown } })).map((issue) => [issue.id, issue]));
  const texts = issueTexts(locale).morning;
  const style = { dateStyle: 'short', timeStyle: 'short', timeZone: town.timeZone } as const;
  const moment = new Intl.DateTimeFormat(dateLocale(locale), style);
  const lines: string[] = [];
  for (const id of shown) {
    const issue = issues.get(id);
    if (issue === undefined) continue; // deleted meanwhile
    const { reference, dueAt = null } = issue;
    const title = await deskTitleOf(ctx, issue, locale);
    lines.push(fillText(texts[line], { reference, title, due: dueAt === null ? '' : moment.format(dueAt) }));
  }
  const others = rows.length - shown.length;
  if (others > 0) lines.push(fillText(texts.more, { count: String(others) }));
  return lines.join('\n');
}
