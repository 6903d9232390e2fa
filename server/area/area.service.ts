import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { rowById, rowsOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { Area, type AreaRow } from './area.entity.ts';
import { areaDrawn, areaRemoved } from './area.events.ts';
import { type AreaInput, areasAt, canSeeAreas, mostAreas, type Point, readArea } from './area.rules.ts';

const readAreas = rowsOf(Area);
/** Area by id, batched into one statement per tick. Callers authorize the read. */
export const areaById = rowById(readAreas);

/** Areas and lines of the town by name. Only staff of the town may call it. */
export function listAreas(ctx: Context, municipalityId: string): Promise<AreaRow[]> {
  authorize(canSeeAreas(ctx.actor, municipalityId));
  return readAreas(ctx, 'where t.municipality_id = ? order by t.name, t.id', [municipalityId]);
}

/** The area, or null if it does not exist or the actor may not see the areas of its town. */
export async function findAreaNode(ctx: Context, id: string): Promise<AreaRow | null> {
  const area = await areaById(ctx, id);
  return area !== null && canSeeAreas(ctx.actor, area.municipality.id).allow ? area : null;
}

/**
 * Areas that a place belongs to, the most exact first. The function does not authorize: results are for rules of the
 * server only.
 */
export async function findAreasAt(ctx: Context, municipalityId: string, point: Point): Promise<AreaRow[]> {
  const { lat, lon } = point;
  const tail = 'where t.municipality_id = ? and ? between t.west and t.east and ? between t.south and t.north';
  return areasAt(await readAreas(ctx, tail, [municipalityId, lon, lat]), point);
}

/**
 * Draws an area or a line; the idempotency key makes retries return the first result. Refused: BAD_GEOMETRY,
 * RING_NOT_CLOSED, SELF_CROSSING, OUTSIDE_TOWN, NAME_TAKEN, TOO_MANY_AREAS …
 */
export async function createArea(
  ctx: Context,
  municipalityId: string,
  { idempotencyKey, ...input }: AreaInput & { readonly idempotencyKey: string },
): Promise<Area> {
  authorize(canRunTown(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    const claim = await claimKey(tx, idempotencyKey, { municipalityId, ...input });
    if (claim.isReplay) return tx.em.findOneOrFail(Area, claim.id);
    const facts = readArea(input, await tx.em.findOneOrFail(Municipality, municipalityId));
    const known = await tx.em.count(Area, { municipality: municipalityId });
    if (known >= mostAreas) throw refusal('TOO_MANY_AREAS');
    await requireFreeName(tx, municipalityId, facts.name);
    const area = tx.em.create(Area, { id: claim.id, municipality: municipalityId, ...facts });
    await tx.em.persist(area).flush();
    await record(tx, areaDrawn({ areaId: area.id, municipalityId }));
    return area;
  });
}

/**
 * Replaces name, geometry and owner of an area; refused with the codes of createArea. NOT_FOUND if there is no such
 * area.
 */
export function changeArea(ctx: Context, areaId: string, input: AreaInput): Promise<Area> {
  return write(ctx, async (tx) => {
    const area = await requireArea(tx, areaId);
    const municipality = await area.municipality.loadOrFail();
    const facts = readArea(input, municipality);
    await requireFreeName(tx, municipality.id, facts.name, areaId);
    Object.assign(area, facts);
    await tx.em.flush();
    await record(tx, areaDrawn({ areaId, municipalityId: municipality.id }));
    return area;
  });
}

/** Removes an area. Refused with AREA_IN_USE while a route or another setting refers to the area. */
export function removeArea(ctx: Context, areaId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const area = await requireArea(tx, areaId);
    await record(tx, areaRemoved({ areaId, municipalityId: area.municipality.id }));
    await tx.em.remove(area).flush();
  });
}

async function requireArea(tx: Tx, areaId: string): Promise<Area> {
  const area = await tx.em.findOne(Area, areaId);
  if (area === null) throw new DomainError('NOT_FOUND');
  authorize(canRunTown(tx.actor, area.municipality.id));
  return area;
}

async function requireFreeName(tx: Tx, municipality: string, name: string, except?: string): Promise<void> {
  const taken = await tx.em.findOne(Area, { municipality, name });
  if (taken !== null && taken.id !== except) throw refusal('NAME_TAKEN', 'name');
}
