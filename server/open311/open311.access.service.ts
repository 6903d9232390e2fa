import { anonymous, withinScope } from '../kernel/actor.ts';
import { type Caller, type Context, forkContext, type Services } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Scope } from '../kernel/names.ts';
import type { Rate } from '../kernel/rate.ts';
import { Municipality, type MunicipalityRow } from '../municipality/municipality.entity.ts';
import { findMunicipality } from '../municipality/municipality.service.ts';
import { authenticateKey } from '../partner/partner.keys.service.ts';
import { Open311Error } from './open311.errors.rules.ts';
import { refused } from './open311.rules.ts';

export const open311Rates = {
  anonymous: { name: 'open311', points: 60, seconds: 60 },
  key: { name: 'open311-key', points: 600, seconds: 60 },
} as const satisfies Readonly<Record<string, Rate>>;

/**
 * Context of a request: a partner by its key, given as `api_key` or in the header, else anonymous. Session cookies are
 * ignored, because pages of other websites could send them. Spends the rate per minute; 403: the key is not valid.
 */
export async function enter(services: Services, caller: Caller, apiKey: string): Promise<Context> {
  const header = caller.authorization;
  const shown = apiKey === '' ? header : `Bearer ${apiKey}`;
  const partner = shown === undefined ? undefined : await authenticateKey(services, shown, caller.address);
  if (shown !== undefined && partner === undefined) {
    throw new Open311Error(403, 'api_key: unknown, expired, revoked or sent from an address that it is not bound to');
  }
  await services.limits.spend(
    partner === undefined ? open311Rates.anonymous : open311Rates.key,
    partner?.keyId ?? caller.ip,
  );
  return forkContext(services, partner ?? anonymous, caller);
}

/**
 * Checks the scopes of the request's key; requests without a key pass. 403: the key has none of the scopes. A key of
 * another town gets 404 for reading and 403 for writing.
 */
export function requireScope({ actor }: Context, town: MunicipalityRow, ...scopes: readonly Scope[]): void {
  const verdicts = scopes.map((scope) => withinScope(actor, town.id, scope));
  if (verdicts.some(({ allow }) => allow)) return;
  const isForeign = actor.kind === 'partner' && actor.municipalityId !== town.id;
  const isHidden = verdicts.some((verdict) => !verdict.allow && verdict.code === 'NOT_FOUND');
  throw new Open311Error(
    isHidden ? 404 : 403,
    isForeign ? 'jurisdiction_id: the key belongs to another town' : `api_key: lacks the scope ${scopes.join(' or ')}`,
  );
}

/**
 * The town with this AGS; the AGS may be omitted if the installation has only one town. 404: the town is not on the
 * platform.
 */
export async function findJurisdiction(ctx: Context, jurisdictionId: string): Promise<MunicipalityRow> {
  const ags = jurisdictionId === '' ? await onlyTown(ctx) : jurisdictionId;
  const town = await findMunicipality(ctx, ags).catch(unlessUnknown);
  if (town?.isOnPlatform !== true)
    throw new Open311Error(404, 'jurisdiction_id: no such town here; it is an AGS of eight digits');
  return town;
}

function unlessUnknown(error: unknown): undefined {
  if (error instanceof DomainError && error.code === 'NOT_FOUND') return;
  throw error;
}

async function onlyTown(ctx: Context): Promise<string> {
  const [town, ...others] = await ctx.em.find(Municipality, { isOnPlatform: true }, { limit: 2 });
  if (town === undefined || others.length > 0) throw refused('jurisdiction_id', 'is required: the AGS of the town');
  return town.ags;
}
