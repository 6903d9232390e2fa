import type { Context } from '../../kernel/context.ts';
import type { Issue } from '../issue.entity.ts';
import { titleOf } from '../title/issue.title.service.ts';

/** Title of an issue in a mail to its desk. A complaint is named by its category only, because mailboxes may be shared. */
export function deskTitleOf(ctx: Context, issue: Issue, locale: string): Promise<string> {
  const { category, kind, title = null, address = null } = issue;
  const words = kind === 'COMPLAINT' ? { title: null, address: null } : { title, address };
  return titleOf(ctx, { category, ...words, seenBy: 'staff' }, locale);
}
