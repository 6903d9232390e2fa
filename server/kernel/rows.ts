import { type Collection, type EntityClass, type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import DataLoader from 'dataloader';
import { batched } from './batch.ts';

/** What a statement is sent on: a request's entity manager, or inside write() the transaction's. */
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
 * An entity as the row it is stored in: its own values, what it refers to by id, and nothing that is loaded later. Every
 * entity fits, so whoever asks for no more takes both: pages are read as rows, what is to be changed as entities.
 */
export type RowOf<E, Without extends keyof E = never> = {
  [K in keyof E as Exclude<ColumnName<E, K>, Without>]: Column<E[K]>;
};

/** Rows of an entity's table `t`; `tail` is what follows it: joins, conditions, order. */
export type ReadRows<Row> = (reader: Reader, tail: string, params: readonly unknown[]) => Promise<Row[]>;

/**
 * One statement without the mapper: no identity map, no hydration, no query builder, which together cost ten times the
 * statement itself. Columns that are long and seldom shown are left out `without`.
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

/** The drivers leave moments as text. */
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
 * Whatever is asked at once is read together, by everybody in this process: rows are the same for all, and a hundred
 * people who open the same page cost the statements of a few. Inside write() its transaction asks for itself, and sees
 * its own changes. Answers in the order of the keys; nothing is kept.
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
  const reader = { em: em.fork() }; // holds no entities: rows pass it by
  return batched(async (keys: Key[]) => [...(await read(reader, keys))]);
}

/** Rows by their ids, null where there is none; whoever asks for the same gets the same, so nobody may change it. */
export function rowById<Row extends { readonly id: string }>(
  read: ReadRows<Row>,
): (reader: Reader, id: string) => Promise<Readonly<Row> | null> {
  return batchedRead(async (reader, ids) => {
    const rows = await read(reader, `where t.id in (${idsParameterSql})`, [idsIn(ids)]);
    const byId = new Map(rows.map((row) => [row.id, Object.freeze(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

/** Of these ids the rows that there are, in this order. */
export async function rowsByIds<Row>(
  find: (reader: Reader, id: string) => Promise<Row | null>,
  reader: Reader,
  ids: Iterable<string>,
): Promise<Row[]> {
  const rows = await Promise.all(Array.from(ids, (id) => find(reader, id)));
  return rows.filter((row) => row !== null);
}

/** The rows that belong to a thing, by its id; `tail` takes the ids of all things that are asked about at once. */
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

/** Each once: of many who ask most ask for the same. */
export function idsIn(ids: readonly string[]): string {
  return JSON.stringify([...new Set(ids)]);
}

/** The uuids of a JSON parameter. */
export const idsParameterSql = 'select json_array_elements_text(?::json)::uuid';
