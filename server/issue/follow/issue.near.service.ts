import { withinScope } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../../kernel/errors.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { type IssueAudience, type IssueRow, issueStatuses } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';
import { categoryById, readIssues, seenAs } from '../issue.reading.service.ts';

export interface NearIssue {
  readonly issue: IssueRow;
  /** Distance in metres. */
  readonly distance: number;
}
export interface Vicinity {
  readonly municipalityId: string;
  readonly point: { readonly lat: number; readonly lon: number };
  /** Only of this category. */
  readonly categoryId?: string | null;
}

const most = 5;
const mostSimilar = 20;
const open = issueStatuses.filter((status) => stageOf(status) !== 'DONE');

/**
 * Open public issues within the distance of their category, the nearest first, at most five. Refused: BAD_COORDINATES.
 */
export async function listNear(ctx: Context, { municipalityId, point, categoryId }: Vicinity): Promise<NearIssue[]> {
  authorize(withinScope(ctx.actor, municipalityId, 'issues:read'));
  if ((await ctx.em.findOne(Municipality, municipalityId)) === null) throw new DomainError('NOT_FOUND');
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  if (!(Math.abs(point.lat) < 89 && Math.abs(point.lon) <= 180)) {
    throw new Refusal({ code: 'BAD_COORDINATES', message: 'not a place on earth', path: ['point'] });
  }
  const where = { ...point, municipalityId, categoryId: categoryId ?? null, statuses: open };
  const issues = await readIssues(ctx, nearSql, [JSON.stringify(where)]);
  const radii = await Promise.all(
    issues.map(async ({ category }) => (await categoryById(ctx, category.id))?.nearMetres),
  );
  return sortedFrom(point, issues, 'public', (n) => radii[n] ?? 0).slice(0, most);
}

/**
 * Issues around an issue at every stage, public or not, except complaints, the nearest first, at most twenty; for
 * staff.
 */
export async function listSimilar(ctx: Context, issue: IssueRow, metres: number): Promise<NearIssue[]> {
  if (issue.seenBy !== 'staff') return [];
  if (!(metres >= 1 && metres <= farthest)) throw new DomainError('BAD_USER_INPUT', { limit: farthest });
  const { id, lat, lon, municipality } = issue;
  const where = { lat, lon, municipalityId: municipality.id, id, metres };
  const issues = await readIssues(ctx, similarSql, [JSON.stringify(where)]);
  return sortedFrom(issue, issues, 'staff', () => metres).slice(0, mostSimilar);
}
const farthest = 5000;

const metresPerDegree = 111_320;
/** SQL condition: the issue lies in a box of `metres` around `w`. The exact distance is checked afterwards. */
const within = (metres: string): string => `
  t.municipality_id = w."municipalityId"
  and t.lat between w.lat - ${metres} / ${metresPerDegree}.0 and w.lat + ${metres} / ${metresPerDegree}.0
  and abs(t.lon - w.lon) <= ${metres} / (${metresPerDegree} * cos(radians(w.lat)))`;

const nearSql = `
join issue_category c on c.id = t.category_id
cross join json_to_record(?::json) as w(lat float8, lon float8, "municipalityId" uuid, "categoryId" uuid, statuses json)
where ${within('c.near_metres')} and t.is_public and t.status in (select json_array_elements_text(w.statuses))
  and (w."categoryId" is null or t.category_id = w."categoryId")
  and c.near_metres > 0`;
const similarSql = `
cross join json_to_record(?::json) as w(lat float8, lon float8, "municipalityId" uuid, id uuid, metres int)
where ${within('w.metres')} and t.id <> w.id and t.kind <> 'COMPLAINT'`;

/** Issues within their distance in metres, the nearest first. */
function sortedFrom(
  point: Point,
  issues: readonly IssueRow[],
  audience: IssueAudience,
  metresOf: (index: number) => number,
): NearIssue[] {
  return issues
    .map((issue) => ({ issue: seenAs(issue, audience), distance: Math.round(metresBetween(point, issue)) }))
    .filter(({ distance }, n) => distance <= metresOf(n))
    .sort((a, b) => a.distance - b.distance);
}

interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** Distance in metres by the haversine formula; within a town the error is centimetres. */
export function metresBetween(a: Point, b: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (x: number, y: number): number => Math.sin(radians(y - x) / 2) ** 2;
  const square = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon);
  return 2 * 6_371_000 * Math.asin(Math.sqrt(square));
}
