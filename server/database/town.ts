import { v7 } from 'uuid';
import { Group } from '../group/group.entity.ts';
import { findTownGroup } from '../group/group.service.ts';
import { write } from '../kernel/events.ts';
import { issueKinds } from '../issue/issue.category.entity.ts';
import { createCategory, listCategories } from '../issue/issue.list.service.ts';
import type { Context } from '../kernel/context.ts';
import type { Module } from '../kernel/names.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { listDesks } from '../municipality/municipality.service.ts';
import generic from './seed/generic.json' with { type: 'json' };
import type { Place } from './seed/places.ts';
import { oneOf } from './seed/story.ts';

/** Row of a real municipality that is listed but does not take part. */
export function townOf(place: Place, modules: readonly Module[]) {
  const [west, south, east, north] = place.bbox;
  const { ags, name, kind, county, postcodes, population, boundary, centre } = place;
  const box = { west, south, east, north };
  const lists = { postcodes: [...postcodes], modules: [...modules] };
  return { id: v7(), ags, name, kind, county, population, boundary, ...centre, ...box, ...lists };
}

/** Lets a municipality take part: adds its row, its town group and its first desk unless they exist. */
export function openTown(ctx: Context, place: Place): Promise<Municipality> {
  return write(ctx, async (tx) => {
    const known = await tx.em.findOne(Municipality, { ags: place.ags });
    const town = known ?? tx.em.create(Municipality, townOf(place, tx.registry.modules), { partial: true });
    town.isOnPlatform = true;
    await tx.em.persist(town).flush();
    if ((await findTownGroup(tx, town.id)) === null) {
      const { id, name } = town;
      tx.em.persist(tx.em.create(Group, { id: v7(), municipality: id, name, isTown: true, joinPolicy: 'OPEN' }));
    }
    if ((await tx.em.count(Desk, { municipality: town.id })) === 0) {
      tx.em.persist(tx.em.create(Desk, { id: v7(), municipality: town.id, name: firstDesk }));
    }
    await tx.em.flush();
    return town;
  });
}

/** Adds the first categories; all their reports go to the first desk until the town hall changes it. */
export function furnishTown(ctx: Context, municipalityId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const [desk] = await listDesks(tx, municipalityId);
    if (desk === undefined || (await listCategories(tx, municipalityId)).length > 0) return;
    for (const [position, { name, variants, kind, isForBarriers, nearMetres }] of generic.categories.entries()) {
      const category = {
        name,
        variants,
        kind: oneOf(issueKinds, kind),
        position,
        isForBarriers: isForBarriers === true,
        nearMetres: nearMetres ?? 50,
      };
      await createCategory(tx, { municipalityId, deskId: desk.id, ...category });
    }
  });
}

/** Initial name of the first desk, which the town hall may change. */
const firstDesk = 'Bürgerbüro';
