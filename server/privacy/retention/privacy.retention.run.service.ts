import { setTimeout as sleep } from 'node:timers/promises';
import { system } from '../../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { readTables } from '../../kernel/personalData.tables.ts';
import type { DueRows, RetentionEffect, RetentionKind } from '../../kernel/retention.ts';
import { rowRedactions } from './privacy.redaction.rules.ts';

/** Rows of a kind that are due, of a town; null: of no town, or of the whole installation. */
export interface Due {
  readonly kind: RetentionKind;
  readonly municipalityId: string | null;
  /** Number of days after which rows of the town are due. */
  readonly days: number;
}

/** How much was done for a kind and town. */
export interface DueCount extends Due {
  readonly count: number;
}

export interface RunOptions {
  /** Asked before each batch: true ends the run, and the next one continues. */
  readonly isStopped?: () => boolean;
  /** Milliseconds of rest after a batch per millisecond that it took; the usual work goes on meanwhile. */
  readonly restFactor?: number;
}

/** Milliseconds for which a statement of a batch waits for a lock before the batch is given up. */
const lockTimeoutMs = 5000;

/** Deletions come first, because a redaction and an erasure remove rows of other kinds, too. */
const order: readonly RetentionEffect[] = ['DELETE', 'WARN', 'REDACT', 'ERASE'];

/** All kinds with the towns to which they apply and their days. */
export async function listDue({ em, registry }: Context): Promise<Due[]> {
  const towns: { id: string }[] = await em.execute('select id from municipality where is_on_platform order by id');
  const settings: { town: string; kind: string; days: number }[] = await em.execute(
    'select municipality_id as town, kind, days from retention_setting',
  );
  const kinds = registry.retention.kinds.toSorted((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect));
  const set = new Map(settings.map(({ town, kind, days }) => [`${town} ${kind}`, days]));
  return kinds.flatMap((kind) => {
    const ownDays = kinds.find((one) => one.kind === (kind.daysOf ?? kind.kind)) ?? kind;
    if (ownDays.bounds === undefined) return [{ kind, municipalityId: null, days: ownDays.days }];
    const ofTowns = towns.map(({ id }) => ({
      kind,
      municipalityId: id,
      days: set.get(`${id} ${ownDays.kind}`) ?? ownDays.days,
    }));
    return kind.hasTownless ? [...ofTowns, { kind, municipalityId: null, days: ownDays.days }] : ofTowns;
  });
}

function rowsOf(ctx: Pick<Context, 'registry' | 'now'>, { kind, municipalityId, days }: Due): DueRows {
  const now = ctx.now();
  const isOfTowns = kind.bounds !== undefined || kind.daysOf !== undefined;
  return {
    before: timeSql(new Date(now.getTime() - days * 86_400_000)),
    now: timeSql(now),
    isOfTown: (column) => {
      if (!isOfTowns) return 'true';
      return municipalityId === null ? `${column} is null` : `${column} = '${municipalityId}'::uuid`;
    },
    audit: ctx.registry.audit,
  };
}

function timeSql(time: Date): string {
  return `'${time.toISOString()}'::timestamptz`;
}

/** Counts the rows that are due now and changes nothing. */
export async function countDue(ctx: Context, due: Due): Promise<DueCount> {
  let count = 0;
  for (const table of tablesOf(ctx, due.kind)) {
    const [row]: { n: number }[] = await ctx.em.execute(
      `select count(*)::int as n from ${table} t where ${due.kind.due(rowsOf(ctx, due))}`,
    );
    count += row?.n ?? 0;
  }
  return { ...due, count };
}

function tablesOf({ em }: Pick<Context, 'em'>, { entities }: RetentionKind): string[] {
  const names = new Map(readTables(em).map(({ entity, name }) => [entity, name]));
  return entities.map((entity) => {
    const name = names.get(entity);
    if (name === undefined) throw new Error(`The retention names the entity ${entity}, which has no table.`);
    return name;
  });
}

/**
 * Deletes, redacts, warns and erases what is due now, in short transactions. Two processes may run at the same time: each
 * takes rows that the other has not locked. A run that ends early loses nothing; the next one finds the rest.
 */
export async function runRetention(services: Services, options: RunOptions = {}): Promise<DueCount[]> {
  const ctx = forkContext(services, system);
  const done: DueCount[] = [];
  for (const due of await listDue(ctx)) {
    let count = 0;
    if (due.kind.prepare !== undefined) {
      const { prepare } = due.kind;
      await repeat(services, options, (tx) => prepare(tx, rowsOf(ctx, due)));
    }
    for (const table of tablesOf(ctx, due.kind))
      count += await repeat(services, options, (tx) => takeBatch(tx, due, table));
    done.push({ ...due, count });
  }
  return done;
}

/** Repeats a step, each time in a transaction, until it finds nothing; returns the number of changed rows. */
async function repeat(
  services: Services,
  { isStopped, restFactor = 1 }: RunOptions,
  step: (tx: Tx) => Promise<number>,
): Promise<number> {
  let sum = 0;
  while (isStopped?.() !== true) {
    const started = performance.now();
    const count = await write(forkContext(services, system), async (tx) => {
      await tx.em.execute(`set local lock_timeout = ${lockTimeoutMs}`);
      return step(tx);
    });
    if (count === 0) break;
    sum += count;
    if (restFactor > 0) await sleep((performance.now() - started) * restFactor);
  }
  return sum;
}

/** Takes up to a batch of due rows that nobody has locked; returns their number. */
async function takeBatch(tx: Tx, due: Due, table: string): Promise<number> {
  const { kind, municipalityId } = due;
  const rows = `from ${table} t where ${kind.due(rowsOf(tx, due))} limit ${kind.batch} for update of t skip locked`;
  if (kind.effect === 'DELETE') {
    const [gone]: { n: number }[] = await tx.em.execute(
      `with gone as (delete from ${table} where ctid = any(array(select t.ctid ${rows})) returning 1)
       select count(*)::int as n from gone`,
    );
    return gone?.n ?? 0;
  }
  const taken: { id: string }[] = await tx.em.execute(`select t.id ${rows}`);
  const ids = taken.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await kind.carryOut?.(tx, ids, municipalityId);
  if (kind.effect === 'REDACT') {
    const map = { tables: readTables(tx.em), rules: tx.registry.personalData };
    for (const sql of rowRedactions(map, { entity: kind.entities[0], ids })) await tx.em.execute(sql);
  }
  return ids.length;
}
