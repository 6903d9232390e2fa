import { holdingOf, isPersonal, type PersonalDataRule, treatmentsOf } from './personalData.ts';
import type { Column, Table } from './personalData.tables.ts';

type Rules = ReadonlyMap<string, PersonalDataRule>;

/**
 * One sentence for each column that may hold data of a person and has no treatment, and for each rule that cannot be
 * applied; empty if an erasure reaches everything.
 */
export function findFaults(tables: readonly Table[], rules: Rules): string[] {
  return tables.flatMap((table) => [...findUndecided(table, rules), ...findWrong(table, rules, tables)]);
}

function findUndecided({ entity, columns }: Table, rules: Rules): string[] {
  const rule = rules.get(entity);
  const isDeleted = rule !== undefined && columns.some((column) => deletesRow(rule, column));
  return columns
    .filter((column) => isPersonal(column) && rule?.columns[column.name] === undefined)
    .filter((column) => !isDeleted || column.target !== undefined)
    .map(
      ({ name }) =>
        `${entity}.${name} may hold data of a person: say in \`personalData\` of its domain what an erasure does with it.`,
    );
}

/** Whether the column names the person of each row, and the row is deleted with this person. */
function deletesRow({ columns }: PersonalDataRule, column: Column): boolean {
  const isAlways = columns[column.name] === 'DELETE' && holdingOf(column) !== undefined;
  return isAlways && (!column.isNullable || column.name === 'person');
}

function findWrong({ entity, columns }: Table, rules: Rules, tables: readonly Table[]): string[] {
  const rule = rules.get(entity);
  if (rule === undefined) return [];
  const named = [...Object.keys(rule.columns), ...(rule.of ?? [])];
  const unknown = named.filter((name) => columns.every((column) => column.name !== name));
  const wrong = columns.flatMap((column) => findWrongTreatments(entity, column, rule));
  const lost = (rule.of ?? []).filter((name) => !decidesOwner(entity, name, rules, tables));
  return [
    ...unknown.map((name) => `${entity} has no column ${name}: remove it from \`personalData\`.`),
    ...wrong,
    ...lost.map((name) => `${entity}.${name} does not lead to a person: \`of\` needs a property that does.`),
  ];
}

function findWrongTreatments(entity: string, column: Column, rule: PersonalDataRule): string[] {
  const given = rule.columns[column.name];
  if (given === undefined) return [];
  return treatmentsOf(given).flatMap(({ does, holds = holdingOf(column) }) => {
    const what = `${entity}.${column.name}`;
    if (does === 'REDACT' && rule.of === undefined) return [`${what}: REDACT needs \`of\`.`];
    if ((does === 'DELETE' || does === 'UNLINK') && holds === undefined)
      return [`${what} names nobody: ${does} cannot apply.`];
    if (does === 'UNLINK' && column.target !== undefined && !column.isNullable)
      return [`${what}: UNLINK needs a column that may be null.`];
    return [];
  });
}

/** Whether the property names a person, or leads to a row whose own rule does. */
function decidesOwner(entity: string, name: string, rules: Rules, tables: readonly Table[]): boolean {
  const column = tables.find((table) => table.entity === entity)?.columns.find((one) => one.name === name);
  if (column === undefined) return false;
  if (holdingOf(column) !== undefined) return true;
  const next = column.target === undefined ? undefined : rules.get(column.target);
  return (next?.of ?? []).some((one) => decidesOwner(column.target ?? '', one, rules, tables));
}
