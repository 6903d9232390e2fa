import { v7 } from 'uuid';
import { placeOwners } from '../../area/area.entity.ts';
import { createArea } from '../../area/area.service.ts';
import { createRoute, setDeputy, setFallback } from '../../issue/routing/issue.routes.service.ts';
import type { Context, Services } from '../../kernel/context.ts';
import type { Municipality } from '../../municipality/municipality.entity.ts';
import { at, monthAgo } from './clock.ts';
import { type Cast, staffOf } from './people.ts';
import { oneOf, type Story } from './story.ts';

/** Sets deputies of desks, areas on the map, and routes that depend on them. */
export async function seedRouting(services: Services, town: Municipality, cast: Cast, story: Story): Promise<void> {
  const ctx = at(services, staffOf(cast, 'verwaltung'), monthAgo);
  const deskOf = (key: string): string => cast.desks.get(key)?.id ?? '';
  await setFallback(ctx, town.id, deskOf(story.routing.fallback));
  for (const { key, deputy } of story.desks) await setDeputy(ctx, deskOf(key), { deskId: deskOf(deputy) });
  const areas = await seedAreas(ctx, town, story);
  for (const { area, desk, forwardName, forwardEmail } of story.routing.routes) {
    const condition = { municipalityId: town.id, areaId: areas.get(area) ?? '', deskId: deskOf(desk) };
    const forward = { forwardName: forwardName ?? null, forwardEmail: forwardEmail ?? null };
    await createRoute(ctx, { ...condition, ...forward, idempotencyKey: v7() });
  }
}

async function seedAreas(ctx: Context, town: Municipality, { routing }: Story): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { key, owner, toleranceMetres = null, ...drawn } of routing.areas) {
    const area = { ...drawn, owner: oneOf(placeOwners, owner), toleranceMetres, idempotencyKey: v7() };
    ids.set(key, (await createArea(ctx, town.id, area)).id);
  }
  return ids;
}
