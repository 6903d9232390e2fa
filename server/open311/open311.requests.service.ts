import { statusWord } from '../../schema/statusWords.ts';
import { validate } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { idsParameterSql } from '../kernel/rows.ts';
import { categoryNameIn } from '../issue/category/issue.category.rules.ts';
import { type IssueRow, issueStatuses } from '../issue/issue.entity.ts';
import { listPhotos } from '../issue/photo/issue.photo.service.ts';
import { titleOf } from '../issue/title/issue.title.service.ts';
import { categoryById, listMoves, readIssues, seenAs } from '../issue/issue.reading.service.ts';
import { canSeePublicIssues, wordsFor } from '../issue/issue.visibility.rules.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { deskById, requireModule } from '../municipality/municipality.service.ts';
import { requireScope } from './open311.access.service.ts';
import { type Answer, w3cDate } from './open311.document.rules.ts';
import { Open311Error } from './open311.errors.rules.ts';
import { extendedStatuses, listLimits, type RequestFilter, requestStatusOf } from './open311.rules.ts';
import type { Wording } from './open311.texts.rules.ts';

export interface Telling extends Wording {
  readonly town: MunicipalityRow;
  /** Whether the answer contains fields that GeoReport v2 does not define. */
  readonly isExtended: boolean;
}

/** Public reports of a town and the own reports of the key, newest first. */
export async function listRequests(ctx: Context, telling: Telling, filter: RequestFilter): Promise<Answer> {
  return answerOf(ctx, telling, await readRequests(ctx, telling.town, filter));
}

/** One report. 404: it does not exist or is not readable for the sender of the request. */
export async function findRequest(ctx: Context, telling: Telling, reference: string): Promise<Answer> {
  const anything = { serviceCodes: null, created: null, updated: null, around: null, statuses: [] };
  const issues = await readRequests(ctx, telling.town, { ...anything, ids: [reference], page: 1, pageSize: 1 });
  const [issue] = issues;
  if (issue === undefined) {
    throw new Open311Error(404, 'service_request_id: no such report, or it is not shown to everybody');
  }
  return answerOf(ctx, telling, issues);
}

/** Authorizes reading reports of the town; returns the id of the key, or null without a key. 403, 404. */
export function admitReader(ctx: Context, town: MunicipalityRow): string | null {
  requireScope(ctx, town, 'issues:read');
  authorize(canSeePublicIssues(ctx.actor, town.id));
  requireModule(town, 'ISSUES');
  return ctx.actor.kind === 'partner' ? ctx.actor.keyId : null;
}

async function readRequests(ctx: Context, town: MunicipalityRow, filter: RequestFilter): Promise<IssueRow[]> {
  const key = admitReader(ctx, town);
  const [condition, params] = filter.ids === null ? byProperties(filter) : byNumber(filter.ids);
  const page = [filter.pageSize, (filter.page - 1) * filter.pageSize];
  const issues = await readIssues(ctx, `${shownSql} and ${condition} order by t.id desc limit ? offset ?`, [
    town.id,
    key,
    ...params,
    ...page,
  ]);
  return issues.map((issue) => seenAs(issue, key === null ? 'public' : 'partner'));
}

/**
 * SQL condition on the table `issue` as `t` with the parameters town and key: public issues, and issues that the key
 * created. Complaints and issues that are set aside are excluded for everybody.
 */
export const shownSql = `
where t.municipality_id = ? and t.kind <> 'COMPLAINT' and t.flag is null
  and (t.is_public or exists (
    select from issue_move m where m.issue_id = t.id and m.version = 1 and m.partner_key_id = cast(? as uuid)))`;

const named = 'select json_array_elements_text(?::json)';
type Condition = readonly [sql: string, params: readonly unknown[]];

function byNumber(ids: readonly string[]): Condition {
  const known = ids.filter((id) => /^m-\d{1,9}$/i.test(id)).map((id) => id.toUpperCase());
  return [`t.reference in (${named})`, [JSON.stringify(known)]];
}

function byProperties({ serviceCodes, created, updated, around, statuses }: RequestFilter): Condition {
  const wanted = issueStatuses.filter((status) => statuses.includes(requestStatusOf(status)));
  const conditions: Condition[] = [[`t.status in (${named})`, [JSON.stringify(wanted)]]];
  if (serviceCodes !== null) {
    const codes = serviceCodes.filter((code) => validate(code));
    conditions.push([`t.category_id in (${idsParameterSql})`, [JSON.stringify(codes)]]);
  }
  if (created !== null) conditions.push(['t.created_at between ? and ?', [created.start, created.end]]);
  if (updated !== null) conditions.push(['t.updated_at between ? and ?', [updated.start, updated.end]]);
  if (around !== null) conditions.push([aroundSql, [around.lat, around.lat, around.long, around.radius]]);
  return [conditions.map(([sql]) => sql).join(' and '), conditions.flatMap(([, params]) => params)];
}

/** Distance on a sphere with the earth's mean radius, as metresBetween() computes it. */
const aroundSql = `
2 * 6371000 * asin(least(1, sqrt(
  sin(radians(t.lat - cast(? as float8)) / 2) ^ 2
  + cos(radians(cast(? as float8))) * cos(radians(t.lat)) * sin(radians(t.lon - cast(? as float8)) / 2) ^ 2
))) <= cast(? as float8)`;

async function answerOf(ctx: Context, telling: Telling, issues: readonly IssueRow[]): Promise<Answer> {
  const messages = await readMessages(ctx, issues);
  const tell = async (issue: IssueRow) =>
    requestOf(ctx, telling, issue, messages.get(issue.id) ?? null, await expectedAt(ctx, issue));
  return { root: 'service_requests', body: await Promise.all(issues.map(tell)) };
}

/**
 * Planned time of a SCHEDULED report, as the public page shows it. Deadlines are for the town hall only, so other
 * reports have no such time.
 */
async function expectedAt(ctx: Context, issue: IssueRow): Promise<Date | null> {
  if (issue.status !== 'SCHEDULED') return null;
  const moves = await listMoves(ctx, issue);
  return moves.findLast(({ scheduledFor }) => scheduledFor != null)?.scheduledFor ?? null;
}

async function requestOf(
  ctx: Context,
  { town, texts, locale, isExtended }: Telling,
  issue: IssueRow,
  message: string | null,
  expected: Date | null,
) {
  const { reference, kind, status, seenBy, text, address, lat, lon, createdAt, updatedAt } = issue;
  const [category, photos] = await Promise.all([categoryById(ctx, issue.category.id), listPhotos(ctx, issue)]);
  // The address of a photo opens for everybody only while the report is public.
  const photo = issue.isPublic ? photos.find(({ isApproved }) => isApproved) : undefined;
  return {
    service_request_id: reference,
    status: requestStatusOf(status),
    status_notes: notesOf(texts.status[statusWord(status, kind)], message),
    service_name: category === null ? null : categoryNameIn(category, locale),
    service_code: issue.category.id,
    description: wordsFor(seenBy, text),
    agency_responsible: (await deskName(ctx, issue)) ?? town.name,
    service_notice: null,
    requested_datetime: w3cDate(createdAt),
    updated_datetime: w3cDate(updatedAt),
    expected_datetime: w3cDate(expected),
    address: address == null ? null : wordsFor(seenBy, address),
    address_id: null,
    zipcode: null,
    lat,
    long: lon,
    media_url: photo === undefined ? null : `${ctx.publicUrl(town.ags)}${photo.large.url}`,
    ...(isExtended && {
      extended_attributes: { extended_status: extendedStatuses[status], title: await titleOf(ctx, issue, locale) },
    }),
  };
}

/** Name of the desk for partners of the town; null for the public. */
async function deskName(ctx: Context, { seenBy, desk }: IssueRow): Promise<string | null> {
  if (seenBy !== 'partner' || desk == null) return null;
  return (await deskById(ctx, desk.id))?.name ?? null;
}

function notesOf(word: string, message: string | null): string {
  return message === null ? word : `${word}: ${wordsFor('public', message)}`;
}

/**
 * Last public message of the town hall for each report at the given version, so that status and message belong
 * together. Messages before the last reopening are excluded.
 */
async function readMessages(ctx: Context, issues: readonly IssueRow[]): Promise<ReadonlyMap<string, string>> {
  if (issues.length === 0) return new Map();
  const known = issues.slice(0, listLimits.entries).map(({ id, version }) => ({ id, version }));
  const rows: { id: string; message: string }[] = await ctx.em.execute(messagesSql, [JSON.stringify(known)]);
  return new Map(rows.map(({ id, message }) => [id, message]));
}

const messagesSql = `
with given as (select * from json_to_recordset(?::json) as k (id uuid, version int)),
known as (
  select k.*, coalesce((
    select max(r.at) from issue_move r
    where r.issue_id = k.id and r.version <= k.version and r.is_reopening and not r.is_taken_back
  ), '-infinity') as since from given k
)
select distinct on (id) id, message from (
  select m.issue_id as id, m.message, m.at, m.version as nth
  from known join issue_move m on m.issue_id = known.id and m.version <= known.version
  where m.by = 'STAFF' and m.to <> 'WAITING_ON_REPORTER' and m.message is not null and not m.is_taken_back and m.at >= since
  union all
  select c.issue_id, c.text, c.at, c.number
  from known join issue_comment c on c.issue_id = known.id
  where c.by = 'STAFF' and c.reach = 'PUBLIC' and c.at >= since) said
order by id, at desc, nth desc`;
