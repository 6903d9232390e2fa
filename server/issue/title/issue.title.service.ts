import { v7 } from 'uuid';
import { personId, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { record } from '../../kernel/events.ts';
import { requireFound } from '../../kernel/nodes.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import type { Issue, IssueRow } from '../issue.entity.ts';
import { issueTitled } from '../issue.events.ts';
import { categoryById, mostListed, seenAs } from '../issue.reading.service.ts';
import { decide, lockIssue } from '../issue.service.ts';
import { IssueTitleChange, type IssueTitleChangeRow } from './issue.title.entity.ts';
import { readTitle, titleIn } from './issue.title.rules.ts';

type TitledIssue = Pick<IssueRow, 'title' | 'address' | 'seenBy' | 'category'>;

/** Title of an issue for all screens, mails and partners, in the language of the reader and for its audience. */
export async function titleOf(ctx: Context, issue: TitledIssue, locale: string): Promise<string> {
  return titleIn(issue, await requireFound(categoryById(ctx, issue.category.id)), locale);
}

/** A title in another language than German. */
interface TitleVariant {
  readonly locale: string;
  readonly title: string;
}

/** Titles in the other languages of the category; none for the title of staff, who write German. */
export async function titleVariantsOf(ctx: Context, issue: TitledIssue): Promise<TitleVariant[]> {
  if (issue.title != null) return [];
  const category = await requireFound(categoryById(ctx, issue.category.id));
  return (category.variants ?? []).map(({ locale }) => ({ locale, title: titleIn(issue, category, locale) }));
}

export interface SetTitleInput {
  readonly issueId: string;
  /** New title; null: category and place again. */
  readonly title?: string | null;
  /** Version that the decision was made on. */
  readonly version: number;
}

/** Sets the title of an issue, or removes it (staff who may read it). Refused: TOO_SHORT, TOO_LONG, CONFLICT … */
export function setIssueTitle(ctx: Context, input: SetTitleInput): Promise<Issue> {
  return decide(ctx, input, async (tx) => {
    const { issue, standing } = await lockIssue(tx, input);
    if (!standing.isStaff) throw new DomainError(strangersCode(tx.actor));
    const title = readTitle(input.title);
    if (title === (issue.title ?? null)) return seenAs(issue, 'staff');
    issue.title = title;
    issue.version++;
    const change = { id: v7(), issue, at: tx.now(), actor: personId(tx.actor), title };
    tx.em.persist(tx.em.create(IssueTitleChange, change));
    await tx.em.flush();
    await record(tx, issueTitled({ issueId: issue.id, municipalityId: issue.municipality.id }));
    return seenAs(issue, 'staff');
  });
}

const changesOf = rowsByOwner(
  rowsOf(IssueTitleChange),
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) order by t.id`,
);

/** Changes of the title, oldest first and at most `mostListed`; none unless the issue was read for staff. */
export async function listTitleChanges(
  ctx: Context,
  { id, seenBy }: Pick<IssueRow, 'id' | 'seenBy'>,
): Promise<IssueTitleChangeRow[]> {
  return seenBy === 'staff' ? (await changesOf(ctx, id)).slice(-mostListed) : [];
}
