import type { EntityManager, EntityMetadata, EntityProperty } from '@mikro-orm/core';
import type { PropertyFacts } from './personalData.ts';

/** Table of an entity, as the statements of an erasure need it. */
export interface Table {
  readonly entity: string;
  /** Quoted name with its schema. */
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Column extends PropertyFacts {
  /** Quoted name; of a reference to a row with several keys the first one. */
  readonly column: string;
  readonly isNullable: boolean;
  readonly isPrimary: boolean;
}

/** Tables of all entities with their stored columns; tables between two entities have no entity and hold ids of objects. */
export function readTables(em: EntityManager): Table[] {
  const all = [...em.getMetadata().getAll().values()];
  return all.filter(({ pivotTable, abstract }) => pivotTable !== true && abstract !== true).map(tableOf);
}

function tableOf({ className, tableName, schema, props }: EntityMetadata): Table {
  const name = schema === undefined ? quote(tableName) : `${quote(schema)}.${quote(tableName)}`;
  return { entity: className, name, columns: props.filter(isStored).map(columnOf) };
}

function isStored({ kind, persist, owner }: EntityProperty): boolean {
  if (persist === false) return false;
  return kind === 'scalar' || kind === 'm:1' || (kind === '1:1' && owner);
}

function columnOf(property: EntityProperty): Column {
  const { name, fieldNames, nullable, primary, columnTypes } = property;
  const target = property.targetMeta?.className;
  return {
    name: String(name),
    column: quote(fieldNames[0] ?? ''),
    isNullable: nullable === true,
    isPrimary: primary === true,
    isEnum: property.enum === true,
    ...(target !== undefined && { target }),
    ...(columnTypes[0] !== undefined && { columnType: columnTypes[0] }),
  };
}

function quote(name: string): string {
  return `"${name}"`;
}
