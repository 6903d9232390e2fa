import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../../kernel/page.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { canSearchIssues, canSeeBoard } from '../issue.audience.rules.ts';
import { type BoardFilter, type Wanted, wantedOf } from './issue.board.filter.ts';
import { type BoardAudience, boardAudience, issueAudienceOf, onBoard } from '../issue.confidential.rules.ts';
import type { IssueRow, IssueStage } from '../issue.entity.ts';
import { type CardPlace, type IssueOrder, orderings, placeOf } from './issue.board.order.ts';
import { readIssues, seenAs } from '../issue.reading.service.ts';
import { stageOf } from '../issue.rules.ts';

/** Number of cards of a desk in a column. */
export interface BoardCount {
  readonly stage: IssueStage;
  readonly deskId: string | null;
  readonly count: number;
}

/**
 * Page of the board's cards for staff of the town and its partners. Partners always get the order NEWEST, because
 * clocks are internal to the town hall.
 */
export async function listBoard(
  ctx: Context,
  municipalityId: string,
  { order: wished, ...filter }: BoardFilter & { readonly order?: IssueOrder },
  page: PageArgs,
): Promise<Connection<IssueRow>> {
  const { wanted, audience } = await openBoard(ctx, municipalityId, filter);
  const order = (issueAudienceOf(audience) === 'staff' && wished) || 'NEWEST';
  return readPage(ctx, page, {
    scope: `board:${municipalityId}:${order}:${JSON.stringify(wanted.terms)}`,
    positionOf: placeOf,
    load: (limit, after) => readBoard(ctx, { wanted, audience, order, limit, after }),
  });
}

/** Number of cards per column and desk, in one statement; empty columns are left out. */
export async function countBoard(ctx: Context, municipalityId: string, filter: BoardFilter): Promise<BoardCount[]> {
  const { wanted, audience } = await openBoard(ctx, municipalityId, filter);
  const rows: StatusCount[] = await ctx.em.execute(
    `${wanted.lists} select i.desk_id as "deskId", i.status, count(*)::int as count from w
     cross join lateral json_array_elements_text(w.statuses) s(status)
     join issue i on i.status = s.status and ${wanted.conditions} and ${onBoard(audience, 'i')}
     group by i.desk_id, i.status`,
    [JSON.stringify(wanted.terms)],
  );
  const counts = new Map<string, BoardCount>();
  for (const { deskId, status, count } of rows) {
    const stage = stageOf(status);
    const key = `${stageOf(status)} ${deskId ?? ''}`;
    counts.set(key, { stage, deskId, count: (counts.get(key)?.count ?? 0) + count });
  }
  return [...counts.values()];
}
type StatusCount = Pick<BoardCount, 'deskId' | 'count'> & Pick<IssueRow, 'status'>;

export interface OpenBoard {
  readonly wanted: Wanted;
  readonly audience: BoardAudience;
}

/**
 * Authorizes reading the board and translates the filter. NOT_FOUND without the module ISSUES, BAD_USER_INPUT for a
 * street or a search that cannot be searched, FORBIDDEN for a search of a partner and for conditions on deadlines and
 * private messages: a hit would reveal what partners may not read, such as the address of the reporter.
 */
export async function openBoard(ctx: Context, municipalityId: string, filter: BoardFilter): Promise<OpenBoard> {
  authorize(canSeeBoard(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  for (const argument of ['street', 'search'] as const) {
    if (!isSearchable(filter[argument] ?? '')) throw new DomainError('BAD_USER_INPUT', { argument, limit: 200 });
  }
  const audience = boardAudience(ctx.actor, municipalityId);
  const isInternal = filter.search != null || filter.dueToday === true || filter.unanswered === true;
  if (isInternal) authorize(canSearchIssues(audience));
  return { wanted: wantedOf(ctx.actor, municipalityId, filter, audience), audience };
}

/** Whether the database can search for the text: at most 200 characters, no lone surrogates and no NUL. */
function isSearchable(text: string): boolean {
  return text.length <= 200 && text.isWellFormed() && !text.includes('\0');
}

export interface BoardPart extends OpenBoard {
  readonly order: IssueOrder;
  readonly limit: number;
  readonly after: CardPlace | undefined;
}

/**
 * The next `limit` cards after a place. The statement reads at most `limit` cards of each status, so that it never
 * reads a whole column.
 */
export async function readBoard(
  ctx: Context,
  { wanted, audience, order, limit, after: place }: BoardPart,
): Promise<IssueRow[]> {
  const { by, after } = orderings[order];
  const isAfter = place === undefined ? '' : `and ${after(place)}`;
  const tail = `join (
    ${wanted.lists} select hit.id, hit.created_at, hit.due_at from w
    left join issue a on a.id = w.after
    cross join lateral json_array_elements_text(w.statuses) s(status)
    cross join lateral (
      select i.id, i.created_at, i.due_at from issue i
      where i.status = s.status and ${wanted.conditions} and ${onBoard(audience, 'i')} ${isAfter}
      order by ${by('i')} limit ?
    ) hit order by ${by('hit')} limit ?
  ) hit on hit.id = t.id order by ${by('hit')}`;
  const terms = { ...wanted.terms, after: place?.[0], due: place?.[1] || null };
  const issues = await readIssues(ctx, tail, [JSON.stringify(terms), limit, limit]);
  return issues.map((issue) => seenAs(issue, issueAudienceOf(audience)));
}
