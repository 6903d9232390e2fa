import { type Collection, type EntityClass, type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import DataLoader from 'dataloader';
import { batched } from './batch.ts';

/** Connection of a statement: the entity manager of a request or, inside write(), of the transaction. */
interface Reader {
  readonly em: SqlEntityManager;
}

type Column<V> = V extends { readonly id: string; unwrap(): unknown } ? { readonly id: string } : V;
type ColumnName<E, K extends keyof E> = K extends string
  ? NonNullable<E[K]> extends Collection<never> | ((...args: never) => unknown)
    ? never
    : K
  : never;

/**
 * An entity as its stored row: its values and, instead of references, their ids; without lazily loaded properties.
 * Every entity has this type, so functions that need no more accept rows (pages are read as rows) and entities.
 */
export type RowOf<E, Without extends keyof E = never> = {
  [K in keyof E as Exclude<ColumnName<E, K>, Without>]: Column<E[K]>;
};

/** Reads rows of an entity's table `t`; `tail` is the SQL after it: joins, conditions, order. */
export type ReadRows<Row> = (reader: Reader, tail: string, params: readonly unknown[]) => Promise<Row[]>;

/**
 * Reads rows with one statement and without the mapper, whose identity map, hydration and query builder together cost
 * ten times the statement. Columns named in `without`, which are long and rarely shown, are not read.
 */
export function rowsOf<E extends object, const Without extends keyof E & string = never>(
  entity: EntityClass<E>,
  without: readonly Without[] = [],
): ReadRows<RowOf<E, Without>> {
  let known: Columns | undefined;
  return async ({ em }, tail, params) => {
    const columns = (known ??= columnsOf(em, entity, without));
    const rows: RowOf<E, Without>[] = await em.execute(`${columns.select} ${tail}`, [...params]);
    for (const row of rows) complete(row, columns);
    return rows;
  };
}

interface Columns {
  readonly select: string;
  readonly moments: readonly string[];
  readonly references: readonly string[];
}

function columnsOf<E extends object>(
  em: SqlEntityManager,
  entity: EntityClass<E>,
  without: readonly string[],
): Columns {
  const { props, tableName } = em.getMetadata().get(entity);
  const stored = props.filter((prop) => isColumn(prop) && !without.includes(prop.name));
  const names = (fitting: (prop: EntityProperty<E>) => boolean): string[] =>
    stored.filter(fitting).map(({ name }) => name);
  const list = stored.map(({ name, fieldNames: [column] }) => `t."${column}" as "${name}"`);
  return {
    select: `select ${list.join(', ')} from "${tableName}" t`,
    moments: names(({ runtimeType }) => runtimeType === 'Date'),
    references: names(({ kind }) => kind !== ReferenceKind.SCALAR),
  };
}

function isColumn({ kind, owner, persist, fieldNames }: EntityProperty): boolean {
  const isOwn = kind === ReferenceKind.SCALAR || kind === ReferenceKind.MANY_TO_ONE || owner === true;
  return isOwn && persist !== false && kind !== ReferenceKind.MANY_TO_MANY && fieldNames?.length === 1;
}

/** Converts dates, which the drivers return as text, and references. */
function complete(row: object, { moments, references }: Columns): void {
  const change = (name: string, made: (value: unknown) => object): void => {
    const value: unknown = Reflect.get(row, name);
    if (value !== null) Reflect.set(row, name, made(value));
  };
  for (const name of moments) change(name, (text) => new Date(String(text)));
  for (const name of references) change(name, (id) => ({ id }));
}

type Ask<Key, Value> = (key: Key) => Promise<Value>;

/**
 * Combines all reads of a tick from all requests of the process into one statement, because rows are the same for
 * everybody. Inside write(), the transaction reads for itself and sees its own changes. Returns values in the order of
 * the keys; nothing is cached.
 */
export function batchedRead<Key, Value>(
  read: (reader: Reader, keys: readonly Key[]) => Promise<readonly Value[]>,
): (reader: Reader, key: Key) => Promise<Value> {
  const everybodys = new WeakMap<object, Ask<Key, Value>>();
  const transactions = new WeakMap<object, DataLoader<Key, Value>>();
  return ({ em }, key) => {
    if (em.isInTransaction()) {
      const own = transactions.get(em) ?? new DataLoader((keys) => read({ em }, keys), { cache: false });
      transactions.set(em, own);
      return own.load(key);
    }
    const connection = em.getConnection();
    const ask = everybodys.get(connection) ?? askTogether(em, read);
    everybodys.set(connection, ask);
    return ask(key);
  };
}

function askTogether<Key, Value>(
  em: SqlEntityManager,
  read: (reader: Reader, keys: readonly Key[]) => Promise<readonly Value[]>,
): Ask<Key, Value> {
  const reader = { em: em.fork() }; // holds no entities, because rows are not managed
  return batched(async (keys: Key[]) => [...(await read(reader, keys))]);
}

/** Reads rows by id, null for unknown ids; callers with equal ids share a row, so it must not be changed. */
export function rowById<Row extends { readonly id: string }>(
  read: ReadRows<Row>,
): (reader: Reader, id: string) => Promise<Readonly<Row> | null> {
  return batchedRead(async (reader, ids) => {
    const rows = await read(reader, `where t.id in (${idsParameterSql})`, [idsIn(ids)]);
    const byId = new Map(rows.map((row) => [row.id, Object.freeze(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

/** Rows of these ids that exist, in this order. */
export async function rowsByIds<Row>(
  find: (reader: Reader, id: string) => Promise<Row | null>,
  reader: Reader,
  ids: Iterable<string>,
): Promise<Row[]> {
  const rows = await Promise.all(Array.from(ids, (id) => find(reader, id)));
  return rows.filter((row) => row !== null);
}

/** Reads the rows that belong to an owner by its id; `tail` receives the ids of all owners of the batch. */
export function rowsByOwner<Row extends object>(
  read: ReadRows<Row>,
  ownerOf: (row: Row) => { readonly id: string } | null | undefined,
  tail: string,
): (reader: Reader, ownerId: string) => Promise<Readonly<Row>[]> {
  return batchedRead(async (reader, ownerIds) => {
    const rows = await read(reader, tail, [idsIn(ownerIds)]);
    const byOwner = Map.groupBy(
      rows.map((row) => Object.freeze(row)),
      (row) => ownerOf(row)?.id,
    );
    return ownerIds.map((id) => byOwner.get(id) ?? []);
  });
}

/** JSON array of the distinct ids. */
export function idsIn(ids: readonly string[]): string {
  return JSON.stringify([...new Set(ids)]);
}

/** SQL that returns the UUIDs of a JSON parameter. */
export const idsParameterSql = 'select json_array_elements_text(?::json)::uuid';
