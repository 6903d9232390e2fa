import { statusWord } from '../../schema/statusWords.ts';
import type { Context } from '../kernel/context.ts';
import { idsIn, idsParameterSql } from '../kernel/rows.ts';
import type { IssueMove, IssueRow } from '../issue/issue.entity.ts';
import { listPhotos } from '../issue/photo/issue.photo.service.ts';
import { readIssues, seenAs } from '../issue/issue.reading.service.ts';
import { isPublicAnswer, wordsFor } from '../issue/issue.visibility.rules.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { type Answer, w3cDate } from './open311.document.rules.ts';
import { admitReader, shownSql, type Telling } from './open311.requests.service.ts';
import { extendedStatuses, type UpdateFilter } from './open311.rules.ts';

/**
 * Updates of the reports that the sender of the request may read, oldest first: moves and public comments of the town
 * hall. Other texts, such as questions to reporters and texts of reporters, are excluded.
 */
export async function listUpdates(ctx: Context, telling: Telling, filter: UpdateFilter): Promise<Answer> {
  const key = admitReader(ctx, telling.town);
  const rows = await readUpdates(ctx, telling.town, key, filter);
  const ids = idsIn(rows.map(({ issueId }) => issueId));
  const issues = await readIssues(ctx, `${shownSql} and t.id in (${idsParameterSql})`, [telling.town.id, key, ids]);
  const shown = new Map(issues.map((issue) => [issue.id, seenAs(issue, 'public')]));
  const updates = rows.flatMap((row) => {
    const issue = shown.get(row.issueId);
    return issue === undefined ? [] : [updateOf(ctx, telling, row, issue)];
  });
  return { root: 'service_request_updates', body: await Promise.all(updates) };
}

/** A move, or a comment with the status of the report at that time. */
interface UpdateRow extends Pick<IssueMove, 'by' | 'to'> {
  readonly id: string;
  readonly issueId: string;
  readonly at: string;
  readonly message: string | null;
  readonly isComment: boolean;
}

function readUpdates(
  ctx: Context,
  town: MunicipalityRow,
  key: string | null,
  { start, end, page, pageSize }: UpdateFilter,
): Promise<UpdateRow[]> {
  const until = end < ctx.now() ? end : ctx.now();
  const params = [town.id, key, start, until, pageSize, (page - 1) * pageSize];
  return ctx.em.execute(updatesSql, params);
}

async function updateOf(ctx: Context, { town, texts }: Telling, row: UpdateRow, issue: IssueRow) {
  const isTold = row.isComment || isPublicAnswer(row);
  const message = isTold ? wordsFor('public', row.message ?? '').trim() : '';
  return {
    update_id: row.id,
    service_request_id: issue.reference,
    status: extendedStatuses[row.to],
    updated_datetime: w3cDate(new Date(row.at)),
    description: message || texts.status[statusWord(row.to, issue.kind)],
    media_url: row.to === 'RESOLVED' ? await photoAfter(ctx, town, issue) : null,
  };
}

/** Address of the first visible AFTER photo of a public report; null: none, or the report is not public. */
async function photoAfter(ctx: Context, town: MunicipalityRow, issue: IssueRow): Promise<string | null> {
  if (!issue.isPublic) return null;
  const photo = (await listPhotos(ctx, issue)).find(({ stage }) => stage === 'AFTER');
  return photo === undefined ? null : `${ctx.publicUrl(town.ags)}${photo.large.url}`;
}

/**
 * SQL of the updates. The time of a move is the moment at which it can no longer be taken back. The report, moves
 * that were taken back and changes of the desk are excluded.
 */
const updatesSql = `
with shown as (select t.id from issue t ${shownSql}),
said as (
  select m.id, m.issue_id, greatest(m.at, m.undoable_until) as at, m.by, m.to, m.message, false as is_comment
  from issue_move m join shown on shown.id = m.issue_id
  where m.version > 1 and not m.is_taken_back and m.from <> m.to
  union all
  select c.id, c.issue_id, c.at, c.by, stood.to, c.text, true
  from issue_comment c join shown on shown.id = c.issue_id
  cross join lateral (
    select m.to from issue_move m
    where m.issue_id = c.issue_id and m.at <= c.at and not m.is_taken_back order by m.version desc limit 1
  ) stood
  where c.by = 'STAFF' and c.reach = 'PUBLIC'
)
select id, issue_id as "issueId", at, by, "to", message, is_comment as "isComment" from said
where at between ? and ? order by at, id limit ? offset ?`;
