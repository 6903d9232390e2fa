import type { Context } from '../../kernel/context.ts';
import { idsParameterSql, rowById, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import type { IssueRow } from '../issue.entity.ts';
import { readIssues, seenAs } from '../issue.reading.service.ts';
import { IssueMerge } from './issue.merge.entity.ts';

const readMerges = rowsOf(IssueMerge);
const parentOf = rowsByOwner(readMerges, ({ issue }) => issue, `where t.issue_id in (${idsParameterSql})`);
const childrenOf = rowsByOwner(
  readMerges,
  ({ parent }) => parent,
  `where t.parent_id in (${idsParameterSql}) order by t.issue_id`,
);
const issueById = rowById(readIssues);

/**
 * The issue that this one was merged into: complete for staff, public fields for everybody else; null if not visible.
 */
export async function findParent(ctx: Context, { id, seenBy }: IssueRow): Promise<IssueRow | null> {
  const [merge] = await parentOf(ctx, id);
  const parent = merge && (await issueById(ctx, merge.parent.id));
  // Issues are not merged into complaints; if such a row exists, the complaint stays secret.
  if (parent == null || parent.kind === 'COMPLAINT') return null;
  if (seenBy === 'staff') return seenAs({ ...parent }, 'staff');
  return parent.isPublic ? seenAs({ ...parent }, 'public') : null;
}

const mostShown = 200;

/** Issues that were merged into this one, ordered by id, at most 200; for staff. */
export async function listDuplicates(ctx: Context, { id, seenBy }: IssueRow): Promise<IssueRow[]> {
  if (seenBy !== 'staff') return [];
  const merges = (await childrenOf(ctx, id)).slice(0, mostShown);
  const issues = await Promise.all(merges.map(({ issue }) => issueById(ctx, issue.id)));
  return issues.flatMap((issue) => (issue === null ? [] : [seenAs({ ...issue }, 'staff')]));
}
