import { LockMode } from '@mikro-orm/core';
import type { Context, Services } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { Municipality, type MunicipalityRow, type TownMap } from './municipality.entity.ts';
import { mapChanged } from './municipality.events.ts';
import { type MapInput, readMap } from './municipality.map.rules.ts';
import { canRunTown } from './municipality.rules.ts';

/** Map settings that apply: the town's own, else those of the installation, else the outline of the town. */
export function mapOf({ config }: Pick<Services, 'config'>, { map }: Pick<Municipality, 'map'>): TownMap {
  return map ?? config.map ?? { source: 'OUTLINE', bounds: null };
}

/** Replaces the map settings of the town; open pages use them after the next reload. Refused: BAD_BOUNDS, BAD_URL. */
export async function setTownMap(ctx: Context, municipalityId: string, input: MapInput): Promise<Municipality> {
  authorize(canRunTown(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const municipality = await tx.em.findOneOrFail(Municipality, municipalityId, lock);
    const map = readMap(input, municipality);
    if (wordsOf(map) === wordsOf(municipality.map)) return municipality;
    municipality.map = map;
    await tx.em.flush();
    await record(tx, mapChanged({ municipalityId, source: map?.source ?? null }));
    return municipality;
  });
}

export const mostNeighbours = 30;

/** Towns whose bounding box touches that of this town, by name; at most `mostNeighbours`. */
export function listNeighbours(ctx: Context, town: MunicipalityRow): Promise<Municipality[]> {
  const { id, west, south, east, north } = town;
  const touches = { west: { $lte: east }, east: { $gte: west }, south: { $lte: north }, north: { $gte: south } };
  const options = { limit: mostNeighbours, orderBy: { name: 'asc', ags: 'asc' }, populate: ['boundary'] } as const;
  return ctx.em.find(Municipality, { id: { $ne: id }, ...touches }, options);
}

/** Origins of the maps of all towns, for the Content-Security-Policy of the pages. */
export async function listMapOrigins({ em, config, log }: Services): Promise<readonly string[]> {
  const urls = new Set(config.map === undefined ? [] : [config.map.url]);
  try {
    const query = `select distinct map->>'url' as url from municipality where map->>'url' is not null`;
    const rows: { url: string }[] = await em.fork().execute(query);
    for (const { url } of rows) urls.add(url);
  } catch (error) {
    // Without a database the page is still sent, because it can explain the failure.
    log.warn(
      { error: error instanceof Error ? error.name : 'unknown' },
      'a page went out without the towns’ map hosts',
    );
  }
  return [...new Set([...urls].map((url) => new URL(url).origin))].sort();
}

/** Comparable text of the settings: the database returns JSON keys in an order of its own. */
function wordsOf(map: TownMap | null | undefined): string {
  const source = map == null || map.source === 'OUTLINE' ? [map?.source] : [map.source, map.url, map.attribution];
  return JSON.stringify([source, map?.bounds ?? null]);
}
