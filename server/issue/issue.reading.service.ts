import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { idsParameterSql, rowById, rowsByOwner, rowsOf, rowsByIds } from '../kernel/rows.ts';
import { IssueCategory } from './issue.category.entity.ts';
import { Issue, type IssueAudience, IssueMove, type IssueMoveRow, type IssueRow } from './issue.entity.ts';
import { stageOf } from './issue.rules.ts';
import { canSeeMove } from './issue.visibility.rules.ts';

/** Reports as a page shows them; whoever hands them out says for whose eyes (seenAs). */
export const readIssues = rowsOf(Issue);

const issueById = rowById(readIssues);

/** Of these reports the ones that everybody may see, as everybody sees them. */
export async function loadPublic(ctx: Context, ids: readonly string[]): Promise<IssueRow[]> {
  const issues = await rowsByIds(issueById, ctx, ids);
  return issues.filter(({ isPublic }) => isPublic).map((issue) => ({ ...issue, seenBy: 'public' }));
}

/** Marks whose eyes the issue is handed out for; fields that only staff see ask for it. */
export function seenAs<Seen extends Pick<IssueRow, 'seenBy'>>(issue: Seen, audience: IssueAudience): Seen {
  issue.seenBy = audience;
  return issue;
}

/** What a report is about; of a page of reports in one statement. */
export const categoryById = rowById(rowsOf(IssueCategory));

const readMoves = rowsOf(IssueMove);
/** Steps by id, of one request in one statement. The caller decides who may see a step. */
export const moveById = rowById(readMoves);
const movesOf = rowsByOwner(
  readMoves,
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) order by t.version`,
);
const lastOf = rowsByOwner(readMoves, ({ issue }) => issue, lastSql(''));
const lastToldOf = rowsByOwner(readMoves, ({ issue }) => issue, lastSql('and not is_taken_back'));

/** Most steps of a report that are listed, and most comments. */
export const mostTold = 500;

/** Its steps, oldest first; what was taken back only staff see. */
export async function listMoves(ctx: Context, { id, seenBy }: SeenIssue): Promise<IssueMoveRow[]> {
  const moves = await movesOf(ctx, id);
  const told = moves.filter((move) => canSeeMove(move, seenBy));
  return told.slice(-mostTold).map((move) => ({ ...move, seenBy: seenBy ?? null }));
}

/** The last of these steps; of a page of reports in one statement. */
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

/** It was ended and is open again. */
export async function isOpenAgain(ctx: Context, { id, status }: Pick<IssueRow, 'id' | 'status'>): Promise<boolean> {
  return stageOf(status) !== 'DONE' && (await reopeningsOf(ctx, id)).length > 0;
}

type SeenIssue = Pick<IssueRow, 'id' | 'seenBy'>;

function lastSql(condition: string): string {
  return `
join (select issue_id, max(version) as version from issue_move where issue_id in (${idsParameterSql}) ${condition}
      group by issue_id) last on last.issue_id = t.issue_id and last.version = t.version`;
}
