import { type AssuranceLevel, reaches } from '../kernel/assurance.ts';
import type { IdentityService } from '../kernel/config.identity.ts';

/** Minutes within which an identification must be finished. */
export const identificationMinutes = 10;

/** Identity services that citizens of the town may use. */
export function servicesOf(services: readonly IdentityService[], ags: string): readonly IdentityService[] {
  return services.filter(({ towns }) => towns === null || towns.includes(ags));
}

/** Levels above BASIC that a service can confirm, the lowest first. */
export function levelsOf({ levels }: IdentityService): readonly AssuranceLevel[] {
  const told = new Set(Object.values(levels));
  return (['SUBSTANTIAL', 'HIGH'] as const).filter((level) => told.has(level));
}

/** Whether one of the services can confirm the level `needed` or a higher one. */
export function isReachable(services: readonly IdentityService[], needed: AssuranceLevel): boolean {
  return needed === 'BASIC' || services.some((service) => levelsOf(service).some((level) => reaches(level, needed)));
}

/** Level in the claims of a verified token; values without a mapping in the configuration are BASIC. */
export function levelIn(
  { levelClaim, levels }: IdentityService,
  claims: Readonly<Record<string, unknown>>,
): AssuranceLevel {
  const value = claims[levelClaim];
  const level = typeof value === 'string' && Object.hasOwn(levels, value) ? levels[value] : undefined;
  return level ?? 'BASIC';
}

/** Value of `acr_values` with all sufficient levels; undefined: any level, or the service does not use `acr`. */
export function wantedValues({ levelClaim, levels }: IdentityService, needed: AssuranceLevel): string | undefined {
  if (levelClaim !== 'acr' || needed === 'BASIC') return undefined;
  const values = Object.entries(levels).filter(([, level]) => reaches(level, needed));
  return values.map(([value]) => value).join(' ') || undefined;
}

/** `next` if it is a path of this site, at most 500 characters; null otherwise, which prevents open redirects. */
export function readNext(next: string | null | undefined): string | null {
  return next != null && next.length <= 500 && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : null;
}
