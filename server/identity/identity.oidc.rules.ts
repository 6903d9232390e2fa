import { type AssuranceLevel, reaches } from '../kernel/assurance.ts';
import type { IdentityService } from '../kernel/config.identity.ts';

/** How long somebody may be away at the service. */
export const identificationMinutes = 10;

/** What the town's people may use. */
export function servicesOf(services: readonly IdentityService[], ags: string): readonly IdentityService[] {
  return services.filter(({ towns }) => towns === null || towns.includes(ags));
}

/** The levels a service can tell, the lowest first. */
export function levelsOf({ levels }: IdentityService): readonly AssuranceLevel[] {
  const told = new Set(Object.values(levels));
  return (['SUBSTANTIAL', 'HIGH'] as const).filter((level) => told.has(level));
}

/** Whether one of them reaches the level at all. */
export function isReachable(services: readonly IdentityService[], needed: AssuranceLevel): boolean {
  return needed === 'BASIC' || services.some((service) => levelsOf(service).some((level) => reaches(level, needed)));
}

/** What the claim of a checked token means; a value nobody mapped is BASIC. */
export function levelIn(
  { levelClaim, levels }: IdentityService,
  claims: Readonly<Record<string, unknown>>,
): AssuranceLevel {
  const value = claims[levelClaim];
  const level = typeof value === 'string' && Object.hasOwn(levels, value) ? levels[value] : undefined;
  return level ?? 'BASIC';
}

/** What the service is asked for: the values of the claim that are enough; undefined: any. */
export function wantedValues({ levelClaim, levels }: IdentityService, needed: AssuranceLevel): string | undefined {
  if (levelClaim !== 'acr' || needed === 'BASIC') return undefined;
  const values = Object.entries(levels).filter(([, level]) => reaches(level, needed));
  return values.map(([value]) => value).join(' ') || undefined;
}

/** A path of this site, nothing that leads away. */
export function readNext(next: string | null | undefined): string | null {
  return next != null && next.length <= 500 && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : null;
}
