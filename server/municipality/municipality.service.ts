import { type FilterQuery, LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { modulesChanged } from '../kernel/live/modules.ts';
import type { Module } from '../kernel/names.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { batchedRead, idsIn, idsParameterSql, rowById, rowsOf } from '../kernel/rows.ts';
import { type Boundary, Desk, type InTown, Municipality, type MunicipalityRow } from './municipality.entity.ts';
import { moduleSwitchedOff, moduleSwitchedOn } from './municipality.events.ts';
import { canRunTown } from './municipality.rules.ts';
import { readSearch } from './municipality.search.rules.ts';
import { matching } from './municipality.search.service.ts';

export interface MunicipalityFilter {
  /** Beginning of the name, of the AGS or of a postcode; typing mistakes in the name are allowed. */
  readonly search?: string | null;
  readonly onPlatform?: boolean | null;
}

const readTowns = rowsOf(Municipality, ['boundary']);

export async function findMunicipality(ctx: Context, ags: string): Promise<MunicipalityRow> {
  const municipality = /^\d{8}$/.test(ags) ? await townByAgs(ctx, ags) : undefined;
  if (municipality === undefined) throw new DomainError('NOT_FOUND');
  return municipality;
}

const townById = rowById(readTowns);
const townByAgs = batchedRead(async (reader, keys: readonly string[]) => {
  const towns = await readTowns(reader, 'where t.ags in (select json_array_elements_text(?::json))', [idsIn(keys)]);
  return keys.map((ags) => towns.find((town) => town.ags === ags));
});
/** Boundaries of all towns that are asked for at once in one statement, without the mapper, which costs most of the time. */
const boundaryById = batchedRead(async ({ em }, ids: readonly string[]) => {
  const sql = `select id, boundary from municipality where id in (${idsParameterSql})`;
  const rows: { id: string; boundary: Boundary }[] = await em.execute(sql, [idsIn(ids)]);
  const byId = new Map(rows.map(({ id, boundary }) => [id, boundary]));
  return ids.map((id) => byId.get(id));
});
/** Desk by id, batched into one statement per tick. Callers authorize the read. */
export const deskById = rowById(rowsOf(Desk));

/** The town that a row belongs to, batched into one statement per tick. NOT_FOUND if the town does not exist. */
export async function townOf(ctx: Context, { municipality }: InTown): Promise<MunicipalityRow> {
  const town = await townById(ctx, municipality.id);
  if (town === null) throw new DomainError('NOT_FOUND');
  return town;
}

/** Boundary of a town, batched into one statement per tick. NOT_FOUND if the town does not exist. */
export async function boundaryOf(ctx: Context, { id }: { readonly id: string }): Promise<Boundary> {
  const boundary = await boundaryById(ctx, id);
  if (boundary === undefined) throw new DomainError('NOT_FOUND');
  return boundary;
}

/** Page of the municipalities, those on the platform first, then by name. */
export async function listMunicipalities(
  ctx: Context,
  filter: MunicipalityFilter,
  page: PageArgs,
): Promise<Connection<Municipality>> {
  const search = readSearch(filter.search);
  const scope = `municipalities:${search}:${String(filter.onPlatform)}`;
  const wanted: FilterQuery<Municipality> = {
    $and: [await matching(ctx, search), filter.onPlatform == null ? {} : { isOnPlatform: filter.onPlatform }],
  };
  return readPage(ctx, page, {
    scope,
    count: () => ctx.em.count(Municipality, wanted),
    positionOf: ({ isOnPlatform, name, ags }): Place => [isOnPlatform, name, ags],
    load: (limit, position) =>
      ctx.em.find(
        Municipality,
        { $and: [wanted, after(position)] },
        { limit, orderBy: [{ isOnPlatform: 'desc' }, { name: 'asc' }, { ags: 'asc' }] },
      ),
  });
}

export async function listDesks(ctx: Context, municipalityId: string): Promise<Desk[]> {
  authorize(withinScope(ctx.actor, municipalityId, 'issues:read'));
  return ctx.em.find(Desk, { municipality: municipalityId }, { orderBy: { name: 'asc' } });
}

/** Municipality by id; every municipality is public. */
export function findMunicipalityNode(ctx: Context, id: string): Promise<Municipality | null> {
  return ctx.em.findOne(Municipality, id);
}

/** Desk by id, or null. Desks are public; a partner needs the scope `issues:read`. */
export async function findDeskNode(ctx: Context, id: string): Promise<Desk | null> {
  const desk = await ctx.em.findOne(Desk, id);
  if (desk !== null) authorize(withinScope(ctx.actor, desk.municipality.id, 'issues:read'));
  return desk;
}

/** The desk with this id in the town; refused with UNKNOWN_DESK at `deskId` otherwise. */
export async function findDesk(ctx: Context, municipalityId: string, id: string): Promise<Desk> {
  const desk = await ctx.em.findOne(Desk, { id, municipality: municipalityId });
  if (desk !== null) return desk;
  throw new Refusal({ code: 'UNKNOWN_DESK', message: 'no such desk in this town hall', path: ['deskId'] });
}

/** The desk with this name, created if it does not exist; safe against concurrent calls. */
export function createDesk(ctx: Context, municipalityId: string, name: string): Promise<Desk> {
  return write(ctx, async (tx) => {
    const sql = 'insert into desk (id, municipality_id, name) values (?, ?, ?) on conflict do nothing';
    await tx.em.execute(sql, [v7(), municipalityId, name]);
    return tx.em.findOneOrFail(Desk, { municipality: municipalityId, name });
  });
}

/** Each switch makes the server authorize all subscribers again, so the calls of one person are limited. */
const switchRate = { name: 'setModules', points: 20, seconds: 60 };

/**
 * Switches exactly these modules on; data of a module that is switched off is kept. RATE_LIMITED above 20 calls a
 * minute.
 */
export async function setModules(
  ctx: Context,
  municipalityId: string,
  wanted: readonly Module[],
): Promise<Municipality> {
  authorize(canRunTown(ctx.actor, municipalityId));
  if (ctx.actor.kind === 'person') await ctx.limits.spend(switchRate, ctx.actor.id);
  return write(ctx, async (tx) => {
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const municipality = await tx.em.findOneOrFail(Municipality, municipalityId, lock);
    const { modules } = tx.registry;
    const changed = modules.filter((module) => wanted.includes(module) !== municipality.modules.includes(module));
    municipality.modules = modules.filter((module) => wanted.includes(module));
    for (const module of changed) {
      const switched = wanted.includes(module) ? moduleSwitchedOn : moduleSwitchedOff;
      await record(tx, switched({ municipalityId, module }));
    }
    if (changed.length > 0) modulesChanged(tx);
    return municipality;
  });
}

/** Throws NOT_FOUND if the town has switched the module off. */
export function requireModule(municipality: Pick<Municipality, 'modules'>, module: Module): void {
  if (!municipality.modules.includes(module)) throw new DomainError('NOT_FOUND', { module });
}

/** Town whose content of a module is public. NOT_FOUND if it does not exist, is not on the platform or has switched the module off. */
export async function findTownWith(ctx: Context, ags: string, module: Module): Promise<MunicipalityRow> {
  const town = await findMunicipality(ctx, ags);
  requireModule(town, module);
  if (!town.isOnPlatform) throw new DomainError('NOT_FOUND');
  return town;
}

/** Calls requireModule() for a town given by its id. */
export async function requireModuleIn(ctx: Context, municipalityId: string, module: Module): Promise<void> {
  requireModule(await townOf(ctx, { municipality: { id: municipalityId } }), module);
}

type Place = readonly [isOnPlatform: boolean, name: string, ags: string];

function after(position: Place | undefined): FilterQuery<Municipality> {
  if (position === undefined) return {};
  const [isOnPlatform, name, ags] = position;
  const laterInSame = { isOnPlatform, $or: [{ name: { $gt: name } }, { name, ags: { $gt: ags } }] };
  return isOnPlatform ? { $or: [laterInSame, { isOnPlatform: false }] } : laterInSame;
}

/** SELECT of the time zones (id, time_zone) of towns. */
export const timeZonesSql = 'select id, time_zone from municipality';

/** SQL that selects the name of a desk; `id` is the SQL expression of the desk's id. */
export function deskNameSql(id: string): string {
  return `select d.name from desk d where d.id = ${id}`;
}

/** SQL condition that is true if the town has switched the module on; `town` is the SQL expression of the town's id. */
export function usesModuleSql(town: string, module: string): string {
  return usesModuleOfSql(town, `'${module}'`);
}

/** SQL condition like usesModuleSql(), for a module in a column. */
export function usesModuleOfSql(town: string, moduleSql: string): string {
  return `exists (select from municipality t where t.id = ${town} and ${moduleSql} = any(t.modules))`;
}
