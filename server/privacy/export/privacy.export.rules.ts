import type { Column, Table } from '../../kernel/personalData.tables.ts';
import { ownRowsSql, type SubjectMap } from '../erasure/privacy.statements.rules.ts';

/** Seconds for which the link to an export is valid; it works once. */
export const linkSeconds = 600;
/** Rows of an entity that are read at once. */
export const pageSize = 200;

/** Limits of exports: a person may ask for so many, because each of them reads much. */
export const exportRates = {
  own: { name: 'privacy.export', points: 10, seconds: 3600 },
  open: { name: 'privacy.open', points: 60, seconds: 3600 },
} as const;

/**
 * Columns that an export leaves out: hashes, keys and tokens, which are secrets; ids and counters that serve the program;
 * other people and their words. The person, and the rows that the row belongs to, are clear from the place.
 */
export const withheld: ReadonlySet<string> = new Set(
  `id person recipient contact author reporter uploader deputyPerson partnerKeyId assignee actor confirmedBy
   number position seenBy isTakenBack undoableUntil version tokenHash credentialId publicKey counter subjectHash
   addressHash browserHash blindedHash addresseeHash token bundle claim lane attempts dueAt releasedAt changedAt
   linkVersion refusals refusedSince rendition hasOriginal usedBy html excerpt variants previousStatus movedAt
   threshold publishAt flag erasedAt notifier decidedBy objectId quote decision
   deviceHash takenBy redactedAt submittedBy proposal enteredBy slotPlan isComplete uid seriesUid consent sequence previousEvent previousSequence
   promotions reminderSince remindedFor`.split(/\s+/),
);

/** Objects that an export shows by a name instead of an id. */
const named: Readonly<Record<string, string>> = {
  Municipality: 'name',
  Desk: 'name',
  Group: 'name',
  Street: 'name',
  Poll: 'title',
  IssueCategory: 'name',
  Issue: 'reference',
  Idea: 'title',
  Incident: 'template',
  Slot: 'title',
  Message: 'kind',
};
/** Names that take the place of the ids in columns with several ids. */
const namedLists: Readonly<Record<string, readonly [entity: string, property: string]>> = {
  groupIds: ['Group', 'name'],
  optionIds: ['PollOption', 'label'],
  rankedIds: ['PollOption', 'label'],
  previousOptionIds: ['PollOption', 'label'],
};
/** Columns that are encrypted for the id of their row; the export holds what they say. */
export const locked: Readonly<Record<string, readonly string[]>> = {
  Contact: ['address'],
  Consent: ['ip', 'confirmedIp'],
  Acknowledgement: ['place', 'phone'],
};

/** Part of an export: the rows of an entity that are the subject's. */
export interface ExportPart {
  readonly entity: string;
  readonly because: string;
  /** SELECT of (id, row); `row` is JSON by property. Parameters: the subject as JSON, the limit and the offset. */
  readonly sql: string;
}

/** Columns of an entity that an export shows. */
function shownColumns({ columns }: Table, labels: object): readonly Column[] {
  return columns.filter(({ name }) => Object.hasOwn(labels, name));
}

/** Entities of which rows can be the subject's, in the order of the domains. `labels`: a word for each shown property. */
export function exportParts(map: SubjectMap, labels: object): ExportPart[] {
  return [...map.rules].flatMap(([entity, rule]): ExportPart[] => {
    const table = map.tables.find((one) => one.entity === entity);
    const own = table && ownRowsSql(map, table);
    if (table === undefined || own === undefined) return [];
    const pairs = shownColumns(table, labels).map((column) => `'${column.name}', ${valueOf(map, column)}`);
    if (pairs.length === 0) return [];
    const keys = table.columns.filter(({ isPrimary }) => isPrimary).map(({ column }) => `t.${column}`);
    const id = table.columns.some(({ name }) => name === 'id') ? 't.id::text' : 'null';
    const sql = `with erasing as materialized (
        select r.kind, r.value from json_to_recordset(?::json) as r(kind text, value text))
      select ${id} as id, json_build_object(${pairs.join(', ')}) as "row" from ${table.name} t
      where ${own} and ${inTownSql(map, table, 't')} order by ${keys.join(', ')} limit ? offset ?`;
    return [{ entity, because: rule.because, sql }];
  });
}

/** SQL condition: the export is about all towns. */
const everyTown = "not exists (select from erasing where kind = 'TOWN')";

/**
 * SQL condition over the row `alias`: if the export is about one town, the row belongs to it, or to the account in all
 * towns. The town is found in the row, or in the first row that it refers to.
 */
function inTownSql(map: SubjectMap, { columns }: Table, alias: string): string {
  const town = columns.find(({ target }) => target === 'Municipality');
  if (town !== undefined) {
    const place = `${alias}.${town.column}`;
    return `(${everyTown} or ${place} is null or ${place} in (select value::uuid from erasing where kind = 'TOWN'))`;
  }
  for (const { column, target } of columns) {
    const next = target === 'Person' ? undefined : map.tables.find(({ entity }) => entity === target);
    const key = next?.columns.find(({ isPrimary }) => isPrimary)?.column;
    if (next === undefined || key === undefined) continue;
    const condition = inTownSql(map, next, `${alias}_`);
    if (condition === 'true') continue;
    return `(${alias}.${column} is null or exists (
      select from ${next.name} ${alias}_ where ${alias}_.${key} = ${alias}.${column} and ${condition}))`;
  }
  return 'true';
}

function valueOf(map: SubjectMap, { name, column, target }: Column): string {
  const list = namedLists[name];
  if (list !== undefined) {
    const { table, label } = nameOf(map, ...list);
    return `(select json_agg(x.${label} order by array_position(t.${column}, x.id)) from ${table} x where x.id = any(t.${column}))`;
  }
  const property = target === undefined ? undefined : named[target];
  if (target === undefined || property === undefined) return `t.${column}`;
  const { table, label } = nameOf(map, target, property);
  return `(select x.${label} from ${table} x where x.id = t.${column})`;
}

function nameOf({ tables }: SubjectMap, entity: string, property: string): { table: string; label: string } {
  const table = tables.find((one) => one.entity === entity);
  const label = table?.columns.find(({ name }) => name === property)?.column;
  if (table === undefined || label === undefined)
    throw new Error(`An export names ${entity}.${property}, which is no column.`);
  return { table: table.name, label };
}
