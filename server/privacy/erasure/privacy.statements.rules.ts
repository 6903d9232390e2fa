import {
  type ConditionalTreatment,
  type Holding,
  holdingOf,
  type PersonalDataRule,
  treatmentsOf,
} from '../../kernel/personalData.ts';
import type { Column, Table } from '../../kernel/personalData.tables.ts';

/** Tables and rules from which the statements of an erasure are made. */
export interface SubjectMap {
  readonly tables: readonly Table[];
  readonly rules: ReadonlyMap<string, PersonalDataRule>;
}

/** Row of the temporary table `erasing`, which names the subject of the erasure of this transaction. */
export interface Erasing {
  /** EMPTY: id of the empty row of Person that takes the place of the person. */
  readonly kind: Holding | 'EMPTY';
  readonly value: string;
}

const emptyIdSql = "(select value::uuid from erasing where kind = 'EMPTY')";
/** Entities whose own rows are removed last, because others refer to them. */
const removedLast = ['Recipient', 'Person'];

/** SQL condition: the column of the row `alias` names the subject. */
function namesSubject(column: Column, holds: Holding, alias: string): string {
  const place = `${alias}.${column.column}`;
  if (holds === 'topic') return `split_part(${place}, ':', 2) in (select value from erasing where kind = 'person')`;
  const type = column.columnType === 'uuid' ? 'uuid' : 'text';
  return `${place} in (select value::${type} from erasing where kind = '${holds}')`;
}

/**
 * SQL condition: the row `alias` of the entity is the subject's, because one of the properties `of` names the subject or
 * leads to a row that is the subject's.
 */
export function isOwnSql(map: SubjectMap, entity: string, alias = 't', of = map.rules.get(entity)?.of ?? []): string {
  const table = tableOf(map, entity);
  const conditions = of.map((name) => {
    const column = columnOf(table, name);
    const holds = holdingOf(column);
    if (holds !== undefined) return namesSubject(column, holds, alias);
    const target = tableOf(map, column.target ?? '');
    const key = target.columns.find(({ isPrimary }) => isPrimary)?.column ?? '"id"';
    const next = `${alias}_`;
    return `exists (select from ${target.name} ${next} where ${next}.${key} = ${alias}.${column.column}
      and ${isOwnSql(map, target.entity, next)})`;
  });
  return conditions.length === 0 ? 'false' : `(${conditions.join(' or ')})`;
}

/**
 * SQL condition: an export shows the row `t` of the entity, because the row is the subject's: the map deletes it with the
 * subject, or says so by `of`. Undefined: no row is.
 */
export function ownRowsSql(map: SubjectMap, table: Table): string | undefined {
  const rule = map.rules.get(table.entity);
  if (rule === undefined || rule.exports === null) return undefined;
  const named = table.columns.flatMap((column) => {
    const holds = deletedWith(rule, column);
    return holds === undefined ? [] : [namesSubject(column, holds, 't')];
  });
  const own = rowOfSubject[table.entity] ?? [...named, ...(rule.of === undefined ? [] : [isOwnSql(map, table.entity)])];
  if (own.length === 0) return undefined;
  return `(${own.join(' or ')}) and ${rule.exports ?? 'true'}`;
}

/** The rows of the subject itself: an address without an account must not show an account with the same address. */
const rowOfSubject: Readonly<Record<string, readonly string[]>> = {
  Person: ["t.id in (select value::uuid from erasing where kind = 'person')"],
  Recipient: ["t.id in (select value::uuid from erasing where kind = 'recipient')"],
};

/** How the column names the subject with whom the row is deleted; undefined: it does not. */
function deletedWith({ columns }: PersonalDataRule, column: Column): Holding | undefined {
  const deleting = treatmentsOf(columns[column.name] ?? []).find(({ does }) => does === 'DELETE');
  return deleting && (deleting.holds ?? holdingOf(column));
}

interface Step {
  readonly table: Table;
  readonly column: Column;
  readonly treatment: ConditionalTreatment;
}

/** Treatments of all entities; `domain_event`, `person` and `recipient` have statements of their own. */
function stepsOf({ tables, rules }: SubjectMap): Step[] {
  return tables
    .filter(({ entity }) => entity !== 'DomainEventRow' && !removedLast.includes(entity))
    .flatMap((table) =>
      table.columns.flatMap((column) =>
        treatmentsOf(rules.get(table.entity)?.columns[column.name] ?? []).map((treatment) => ({
          table,
          column,
          treatment,
        })),
      ),
    );
}

/** A value that an erasure blanks. */
export interface Redaction {
  /** SELECT of the values as `text`. */
  readonly read: string;
  /** UPDATE that blanks them. */
  readonly update: string;
}

/** Statements that blank words and places of the subject; they run before ids are removed, by which rows are found. */
export function redactionsOf(map: SubjectMap, withTexts: boolean): Redaction[] {
  return stepsOf(map)
    .filter(({ treatment: { does, onWish } }) => does === 'REDACT' && (onWish !== true || withTexts))
    .map(({ table, column, treatment: { when = 'true', of, to } }) => {
      const own = isOwnSql(map, table.entity, 't', of === undefined ? undefined : [of]);
      const rows = `${own} and ${when}`;
      return {
        read: `select t.${column.column}::text as text from ${table.name} t where ${rows}`,
        update: `update ${table.name} t set ${column.column} = ${to ?? (column.isNullable ? 'null' : "''")} where ${rows}`,
      };
    });
}

/** Statements that remove the ids and addresses of the subject, or the rows that name it. */
export function removalsOf(map: SubjectMap, isStaff: boolean): string[] {
  return stepsOf(map).flatMap(({ table, column, treatment }) => {
    const holds = treatment.holds ?? holdingOf(column);
    const does = isStaff ? (treatment.ofStaff ?? treatment.does) : treatment.does;
    if (holds === undefined || does === 'REDACT') return [];
    const rows = `${namesSubject(column, holds, 't')} and ${treatment.when ?? 'true'}`;
    if (does === 'DELETE') return [`delete from ${table.name} t where ${rows}`];
    if (does === 'UNLINK') return [`update ${table.name} t set ${column.column} = null where ${rows}`];
    if (holds !== 'person') return [];
    return [`update ${table.name} t set ${column.column} = ${emptyIdSql} where ${rows}`];
  });
}

/** Statements that remove jobs about the subject, or its ids from their data. `nobody`: id that takes their place. */
export function jobRemovalsOf({ rules }: SubjectMap, nobody: string): string[] {
  const queues = [...rules].filter(([name]) => name.includes('.'));
  return queues.flatMap(([queue, rule]) =>
    Object.entries(rule.columns).flatMap(([name, given]) =>
      treatmentsOf(given).flatMap(({ does, holds = holdingOf({ name }) }) => {
        if (holds === undefined || does === 'KEEP') return [];
        const rows = `name = '${queue}' and data->>'${name}' in (select value from erasing where kind = '${holds}')`;
        if (does === 'DELETE') return [`delete from jobs.job where ${rows}`];
        return [`update jobs.job set data = jsonb_set(data, '{${name}}', '"${nobody}"') where ${rows}`];
      }),
    ),
  );
}

/** SQL conditions on the id of an empty row of Person, one for each column that may refer to it. */
export function referencesOf({ tables }: SubjectMap): string[] {
  return tables.flatMap(({ name, columns }) =>
    columns
      .filter(({ target }) => target === 'Person')
      .map(({ column }) => `exists (select from ${name} t where t.${column} = p.id)`),
  );
}

function tableOf({ tables }: SubjectMap, entity: string): Table {
  const table = tables.find((one) => one.entity === entity);
  if (table === undefined) throw new Error(`The subject map names the entity ${entity}, which has no table.`);
  return table;
}

function columnOf({ entity, columns }: Table, name: string): Column {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(`The subject map names ${entity}.${name}, which is no column.`);
  return column;
}
