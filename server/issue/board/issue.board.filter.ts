import { type Actor, personId } from '../../kernel/actor.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import { type IssueStage, type IssueStatus, issueStatuses } from '../issue.entity.ts';
import type { BoardAudience } from '../issue.confidential.rules.ts';
import { stageOf } from '../issue.rules.ts';
import { isFound, readIssueSearch, searchColumns, searchLists } from './issue.search.ts';

/** Conditions on the issues of a board; without any condition all issues are shown. */
export interface BoardFilter {
  /**
   * Number or words of an issue. A search also finds issues that the town hall has set aside. For staff only.
   */
  readonly search?: string | null;
  readonly stages?: readonly IssueStage[] | null;
  readonly deskId?: string | null;
  /** True: only issues without a desk. */
  readonly withoutDesk?: boolean | null;
  readonly categoryId?: string | null;
  readonly kind?: IssueKind | null;
  /** Part of the address, without regard to case. */
  readonly street?: string | null;
  /** True: only issues that are assigned to the viewer, and unassigned ones at desks where the viewer works. */
  readonly mine?: boolean | null;
  /** True: only open issues that were closed before. */
  readonly reopened?: boolean | null;
  /** True: only issues that the town hall has set aside, which the board leaves out otherwise. */
  readonly flagged?: boolean | null;
  /** True: only issues whose running clock has passed its deadline. */
  readonly overdue?: boolean | null;
  /** True: only issues whose running clock ends today in the time zone of the municipality, or has ended. Staff only. */
  readonly dueToday?: boolean | null;
  /** True: only issues that were made since the beginning of yesterday in the time zone of the municipality. */
  readonly sinceYesterday?: boolean | null;
  /** True: only issues whose reporter waits for an answer to a private message. For staff only. */
  readonly unanswered?: boolean | null;
}

/**
 * A filter as SQL: `conditions` on the alias `i`, with `terms` as JSON parameters. `lists` are the common table
 * expressions before the statement; they make the terms available as `w`.
 */
export interface Wanted {
  readonly lists: string;
  readonly conditions: string;
  readonly terms: Readonly<Record<string, unknown>>;
}

/** Translates the filter to SQL. Conditions that are not requested are left out, so that an index fits the rest. */
export function wantedOf(actor: Actor, municipalityId: string, filter: BoardFilter, audience: BoardAudience): Wanted {
  const search = readIssueSearch(filter.search);
  const street = filter.street?.trim() ?? '';
  const isOpenOnly = filter.reopened === true;
  const conditions = [
    'i.municipality_id = w."municipalityId"',
    ...flagConditions(actor, filter, search !== null),
    ...(search === null ? [] : [isFound]),
    ...(filter.deskId == null ? [] : ['i.desk_id = w."deskId"']),
    ...(filter.withoutDesk === true ? ['i.desk_id is null'] : []),
    ...(filter.mine === true ? [mine] : []),
    ...(filter.categoryId == null ? [] : ['i.category_id = w."categoryId"']),
    ...(filter.kind == null ? [] : ['i.kind = w.kind']),
    ...(street === '' ? [] : [String.raw`i.address ilike w.street escape '\'`]),
    ...(isOpenOnly ? [reopening] : []),
    ...(filter.overdue === true ? [overdue] : []),
    ...(filter.dueToday === true ? [dueToday] : []),
    ...(filter.sinceYesterday === true ? [sinceYesterday] : []),
    ...(filter.unanswered === true ? [unanswered] : []),
  ];
  const { deskId, categoryId, kind } = filter;
  const terms = {
    municipalityId,
    deskId,
    categoryId,
    kind,
    statuses: issueStatuses.filter((status) => isWanted(status, filter, isOpenOnly)),
    ...search,
    ...(street !== '' && { street: `%${escapeLike(street)}%` }),
    ...(filter.overdue === true && { overdue: true }),
    ...(filter.dueToday === true && { dueToday: true }),
    ...(filter.sinceYesterday === true && { sinceYesterday: true }),
    ...(filter.unanswered === true && { unanswered: true }),
    ...(filter.mine === true && { deskIds: desksOf(actor, municipalityId), viewerId: personId(actor) }),
  };
  const needsDay = filter.dueToday === true || filter.sinceYesterday === true;
  const lists = [
    termsList,
    ...(needsDay ? [dayList] : []),
    ...(search === null ? [] : [searchLists(search, audience)]),
  ];
  return { lists: `with ${lists.join(', ')}`, conditions: conditions.join(' and '), terms };
}

const termsList = `w as (select * from json_to_record(?::json) as w("municipalityId" uuid, statuses json, "deskId" uuid,
  "deskIds" json, "viewerId" uuid, "categoryId" uuid, kind text, street text, after uuid, due timestamptz,
  ${searchColumns}))`;
const mine = `i.desk_id in (select json_array_elements_text(w."deskIds")::uuid)
  and (i.assignee_id is null or i.assignee_id = w."viewerId")`;
/** Uses the clock of the database, as the jobs do. */
const overdue = 'i.due_at <= now()';
/** Beginning of yesterday and end of today by the clock of the database, in the time zone of the municipality. */
const dayList = `day as materialized (select
  (date_trunc('day', now() at time zone m.time_zone) - interval '1 day') at time zone m.time_zone as yesterday,
  (date_trunc('day', now() at time zone m.time_zone) + interval '1 day') at time zone m.time_zone as tomorrow
  from w join municipality m on m.id = w."municipalityId")`;
const dueToday = 'i.due_at < (select day.tomorrow from day)';
const sinceYesterday = 'i.created_at >= (select day.yesterday from day)';
const unanswered = 'exists (select from issue_thread h where h.issue_id = i.id and h.unanswered > 0)';
const reopening =
  'exists (select from issue_move m where m.issue_id = i.id and m.is_reopening and not m.is_taken_back)';

/** Condition on the mark of issues that are set aside; a search without `flagged` finds both. */
function flagConditions(actor: Actor, { flagged }: BoardFilter, isSearch: boolean): string[] {
  if (actor.kind === 'partner') return ['i.flag is null'];
  if (flagged === true) return ['i.flag is not null'];
  return isSearch ? [] : ['i.flag is null'];
}

function isWanted(status: IssueStatus, { stages }: BoardFilter, isOpenOnly: boolean): boolean {
  const stage = stageOf(status);
  return (stages?.includes(stage) ?? true) && !(isOpenOnly && stage === 'DONE');
}

/** Desks of this town where the actor works. */
function desksOf(actor: Actor, municipalityId: string): string[] {
  if (actor.kind !== 'person') return [];
  return actor.roles.flatMap((grant) => (grant.municipalityId === municipalityId ? (grant.deskId ?? []) : []));
}

/** Escapes the wildcards of LIKE, so that typed characters match literally. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}
