import { withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Issue, issueStatuses } from './issue.entity.ts';
import { stageOf } from './issue.rules.ts';
import { seenAs } from './issue.reading.service.ts';

export interface NearIssue {
  readonly issue: Issue;
  /** In metres. */
  readonly distance: number;
}
export interface Vicinity {
  readonly municipalityId: string;
  readonly point: { readonly lat: number; readonly lon: number };
  /** Only of this category. */
  readonly categoryId?: string | null;
}

const [radius, most] = [50, 5];
const metresPerDegree = 111_320;
const open = issueStatuses.filter((status) => status !== 'UNCONFIRMED' && stageOf(status) !== 'DONE');

/** What everybody may see and is not done within 50 metres, the nearest first, at most five. */
export async function listNear(ctx: Context, { municipalityId, point, categoryId }: Vicinity): Promise<NearIssue[]> {
  authorize(withinScope(ctx.actor, municipalityId, 'issues:read'));
  if ((await ctx.em.findOne(Municipality, municipalityId)) === null) throw new DomainError('NOT_FOUND');
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const { lat, lon } = point;
  if (!(Math.abs(lat) < 89 && Math.abs(lon) <= 180)) {
    throw new Refusal({ code: 'BAD_COORDINATES', message: 'not a place on earth', path: ['point'] });
  }
  const [high, wide] = [radius / metresPerDegree, radius / (metresPerDegree * Math.cos((lat * Math.PI) / 180))];
  const issues = await ctx.em.find(Issue, {
    ...{ municipality: municipalityId, isPublic: true, status: { $in: open } },
    ...{ lat: { $gte: lat - high, $lte: lat + high }, lon: { $gte: lon - wide, $lte: lon + wide } },
    ...(categoryId != null && { category: categoryId }),
  });
  return issues
    .map((issue) => ({ issue: seenAs(issue, 'public'), distance: Math.round(metresBetween(point, issue)) }))
    .filter(({ distance }) => distance <= radius)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most);
}

interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** Haversine on a sphere: within a town the error is centimetres. */
export function metresBetween(a: Point, b: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (x: number, y: number): number => Math.sin(radians(y - x) / 2) ** 2;
  const square = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon);
  return 2 * 6_371_000 * Math.asin(Math.sqrt(square));
}
