import type { Actor } from '../../kernel/actor.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import { type IssueStage, type IssueStatus, issueStatuses } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';

/** What of a board is looked at; nothing given: all of it. */
export interface BoardFilter {
  readonly stages?: readonly IssueStage[] | null;
  readonly deskId?: string | null;
  /** Nobody works on it yet. */
  readonly withoutDesk?: boolean | null;
  readonly categoryId?: string | null;
  readonly kind?: IssueKind | null;
  /** Part of the address. */
  readonly street?: string | null;
  /** At a desk where the viewer works. */
  readonly mine?: boolean | null;
  /** Ended once, and open again. */
  readonly reopened?: boolean | null;
  /** What the town hall set aside, instead of the board. */
  readonly flagged?: boolean | null;
  /** A clock that runs has run out. */
  readonly overdue?: boolean | null;
}

/** A filter in the words of the database: `conditions` on issue `i`, which take their `terms` from the `record` w. */
export interface Wanted {
  readonly record: string;
  readonly conditions: string;
  readonly terms: Readonly<Record<string, unknown>>;
}

/** The filter as conditions; only those that are asked for, so that each has its index. */
export function wantedOf(actor: Actor, municipalityId: string, filter: BoardFilter): Wanted {
  const street = filter.street?.trim() ?? '';
  const isOpenOnly = filter.reopened === true;
  const conditions = [
    'i.municipality_id = w."municipalityId"',
    filter.flagged === true && actor.kind !== 'partner' ? 'i.flag is not null' : 'i.flag is null',
    ...(filter.deskId == null ? [] : ['i.desk_id = w."deskId"']),
    ...(filter.withoutDesk === true ? ['i.desk_id is null'] : []),
    ...(filter.mine === true ? ['i.desk_id in (select json_array_elements_text(w."deskIds")::uuid)'] : []),
    ...(filter.categoryId == null ? [] : ['i.category_id = w."categoryId"']),
    ...(filter.kind == null ? [] : ['i.kind = w.kind']),
    ...(street === '' ? [] : [String.raw`i.address ilike w.street escape '\'`]),
    ...(isOpenOnly ? [reopening] : []),
    ...(filter.overdue === true ? [overdue] : []),
  ];
  const { deskId, categoryId, kind } = filter;
  const terms = {
    municipalityId,
    deskId,
    categoryId,
    kind,
    statuses: issueStatuses.filter((status) => isWanted(status, filter, isOpenOnly)),
    ...(street !== '' && { street: `%${escapeLike(street)}%` }),
    ...(filter.overdue === true && { overdue: true }),
    ...(filter.mine === true && { deskIds: desksOf(actor, municipalityId) }),
  };
  return { record, conditions: conditions.join(' and '), terms };
}

const record = `json_to_record(?::json) as w("municipalityId" uuid, statuses json, "deskId" uuid, "deskIds" json,
  "categoryId" uuid, kind text, street text, after uuid, due timestamptz)`;
/** The database's clock rules, as it does for jobs. */
const overdue = 'i.due_at <= now()';
const reopening =
  'exists (select from issue_move m where m.issue_id = i.id and m.is_reopening and not m.is_taken_back)';

function isWanted(status: IssueStatus, { stages }: BoardFilter, isOpenOnly: boolean): boolean {
  const stage = stageOf(status);
  return status !== 'UNCONFIRMED' && (stages?.includes(stage) ?? true) && !(isOpenOnly && stage === 'DONE');
}

/** The desks where somebody works in this town. */
function desksOf(actor: Actor, municipalityId: string): string[] {
  if (actor.kind !== 'person') return [];
  return actor.roles.flatMap((grant) => (grant.municipalityId === municipalityId ? (grant.deskId ?? []) : []));
}

/** What people type is looked for as it is. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}
