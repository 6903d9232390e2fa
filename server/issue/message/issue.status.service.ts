import { statusWord } from '../../../schema/statusWords.ts';
import type { Context } from '../../kernel/context.ts';
import { readLocale } from '../../kernel/locale.ts';
import type { Issue, IssueStatus } from '../issue.entity.ts';
import { labelIn } from '../issue.settings.rules.ts';
import { settingsOf } from '../issue.settings.service.ts';
import { issueTexts } from './issue.message.texts.ts';

/** Name of a status in mails: the town's own name, else the default name for this kind of issue. */
export async function statusIn(ctx: Context, issue: Issue, to: IssueStatus, locale: string): Promise<string> {
  const { labels } = await settingsOf(ctx, issue.municipality.id);
  return labelIn(labels, to, readLocale(locale)) ?? issueTexts(locale).status[statusWord(to, issue.kind)];
}
