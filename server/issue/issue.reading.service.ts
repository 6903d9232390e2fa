import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { idsParameterSql, rowById, rowsByOwner, rowsOf, rowsByIds } from '../kernel/rows.ts';
import { IssueCategory } from './issue.category.entity.ts';
import { Issue, type IssueAudience, IssueMove, type IssueMoveRow, type IssueRow } from './issue.entity.ts';
import { stageOf } from './issue.rules.ts';
import { canSeeMove } from './issue.visibility.rules.ts';

/** Reads issues by SQL; callers set the audience with seenAs(). */
export const readIssues = rowsOf(Issue);

const issueById = rowById(readIssues);

/** The public ones of these issues, with the public fields. */
export async function loadPublic(ctx: Context, ids: readonly string[]): Promise<IssueRow[]> {
  const issues = await rowsByIds(issueById, ctx, ids);
  return issues.filter(({ isPublic }) => isPublic).map((issue) => ({ ...issue, seenBy: 'public' }));
}

/** Sets the audience for which the issue was read; resolvers of restricted fields check it. */
export function seenAs<Seen extends Pick<IssueRow, 'seenBy'>>(issue: Seen, audience: IssueAudience): Seen {
  issue.seenBy = audience;
  return issue;
}

/** Category by id, batched into one statement for a page of issues. */
export const categoryById = rowById(rowsOf(IssueCategory));

const readMoves = rowsOf(IssueMove);
/** Move by id, batched into one statement per tick. Callers authorize the read. */
export const moveById = rowById(readMoves);
const movesOf = rowsByOwner(
  readMoves,
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) order by t.version`,
);
const lastOf = rowsByOwner(readMoves, ({ issue }) => issue, lastSql(''));
const lastToldOf = rowsByOwner(readMoves, ({ issue }) => issue, lastSql('and not is_taken_back'));

/** Maximum number of listed moves of an issue, and of listed comments. */
export const mostListed = 500;

/** Moves of an issue that its audience may see, oldest first; at most `mostListed`, the newest. */
export async function listMoves(ctx: Context, { id, seenBy }: SeenIssue): Promise<IssueMoveRow[]> {
  const moves = await movesOf(ctx, id);
  const told = moves.filter((move) => canSeeMove(move, seenBy));
  return told.slice(-mostListed).map((move) => ({ ...move, seenBy: seenBy ?? null }));
}

/** Last move of an issue that its audience may see, batched into one statement for a page of issues. */
export async function findLastMove(ctx: Context, { id, seenBy }: SeenIssue): Promise<IssueMoveRow> {
  const [last] = await (seenBy === 'staff' ? lastOf : lastToldOf)(ctx, id);
  if (last === undefined) throw new DomainError('NOT_FOUND');
  return { ...last, seenBy: seenBy ?? null };
}

const reopeningsOf = rowsByOwner(
  readMoves,
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) and t.is_reopening and not t.is_taken_back`,
);

/** Whether the issue is open again after it was closed. */
export async function isOpenAgain(ctx: Context, { id, status }: Pick<IssueRow, 'id' | 'status'>): Promise<boolean> {
  return stageOf(status) !== 'DONE' && (await reopeningsOf(ctx, id)).length > 0;
}

type SeenIssue = Pick<IssueRow, 'id' | 'seenBy'>;

function lastSql(condition: string): string {
  return `
join (select issue_id, max(version) as version from issue_move where issue_id in (${idsParameterSql}) ${condition}
      group by issue_id) last on last.issue_id = t.issue_id and last.version = t.version`;
}
