import { holdingOf, treatmentsOf } from '../../kernel/personalData.ts';
import type { SubjectMap } from '../erasure/privacy.statements.rules.ts';

/** Rows of an entity that a redaction is about. */
export interface RedactedRows {
  readonly entity: string;
  readonly ids: readonly string[];
}

/**
 * Statements that blank, by the subject map, the words and places that belong to some rows of an entity, as if the person
 * who decides whose rows these are were erased, and then remove this person from the rows. Words that go on wish only stay.
 */
export function rowRedactions(map: SubjectMap, rows: RedactedRows): string[] {
  const steps = map.tables.flatMap((table) =>
    table.columns.flatMap((column) =>
      treatmentsOf(map.rules.get(table.entity)?.columns[column.name] ?? []).map((treatment) => ({
        table,
        column,
        treatment,
      })),
    ),
  );
  const words = steps.flatMap(({ table, column, treatment: { does, onWish, when = 'true', of, to } }) => {
    const belongs = does === 'REDACT' && onWish !== true ? belongsSql(map, rows, table.entity, 't', of) : undefined;
    if (belongs === undefined) return [];
    const blank = to ?? (column.isNullable ? 'null' : "''");
    return [`update ${table.name} t set ${column.column} = ${blank} where ${belongs} and ${when}`];
  });
  const deciding = map.rules.get(rows.entity)?.of ?? [];
  const owners = steps.flatMap(({ table, column, treatment: { does } }) => {
    const isOwner = table.entity === rows.entity && deciding.includes(column.name) && holdingOf(column) !== undefined;
    if (!isOwner || does !== 'UNLINK') return [];
    return [
      `update ${table.name} t set ${column.column} = null where ${belongsSql(map, rows, table.entity) ?? 'false'}`,
    ];
  });
  return [...words, ...owners];
}

/** SQL condition: the row `alias` is one of the rows, or its properties `of` lead to one of them; undefined: never. */
function belongsSql(map: SubjectMap, rows: RedactedRows, entity: string, alias = 't', of?: string): string | undefined {
  if (entity === rows.entity && of === undefined)
    return `${alias}.id in (select value::uuid from json_array_elements_text('${JSON.stringify(rows.ids)}'))`;
  const table = map.tables.find((one) => one.entity === entity);
  for (const name of of === undefined ? (map.rules.get(entity)?.of ?? []) : [of]) {
    const column = table?.columns.find((one) => one.name === name);
    const target = map.tables.find((one) => one.entity === column?.target);
    if (column === undefined || target === undefined) continue;
    const key = target.columns.find(({ isPrimary }) => isPrimary)?.column ?? '"id"';
    const next = `${alias}_`;
    const belongs = belongsSql(map, rows, target.entity, next);
    if (belongs !== undefined)
      return `exists (select from ${target.name} ${next} where ${next}.${key} = ${alias}.${column.column} and ${belongs})`;
  }
  return undefined;
}
