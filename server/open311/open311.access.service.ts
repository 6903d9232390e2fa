import { anonymous } from '../kernel/actor.ts';
import { type Caller, type Context, forkContext, type Services } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Rate } from '../kernel/rate.ts';
import { Municipality, type MunicipalityRow } from '../municipality/municipality.entity.ts';
import { findMunicipality } from '../municipality/municipality.service.ts';
import { authenticateKey } from '../partner/partner.keys.service.ts';
import { refused } from './open311.rules.ts';

export const open311Rates = {
  anonymous: { name: 'open311', points: 60, seconds: 60 },
  key: { name: 'open311-key', points: 600, seconds: 60 },
} as const satisfies Readonly<Record<string, Rate>>;

/**
 * Who asks, counted against the minute: a partner by its key, as `api_key` or in the header, else nobody in particular.
 * A session's cookie counts for nothing here: a page of somebody else's could send it. FORBIDDEN: the key opens nothing.
 */
export async function enter(services: Services, caller: Caller, apiKey: string): Promise<Context> {
  const header = caller.authorization;
  const shown = apiKey === '' ? header : `Bearer ${apiKey}`;
  const partner = shown === undefined ? undefined : await authenticateKey(services, shown, caller.address);
  if (shown !== undefined && partner === undefined) throw new DomainError('FORBIDDEN');
  await services.limits.spend(
    partner === undefined ? open311Rates.anonymous : open311Rates.key,
    partner?.keyId ?? caller.ip,
  );
  return forkContext(services, partner ?? anonymous, caller);
}

/** The town by its AGS; it may be left out where there is one only. NOT_FOUND: not a town that is here. */
export async function findJurisdiction(ctx: Context, jurisdictionId: string): Promise<MunicipalityRow> {
  const town = await findMunicipality(ctx, jurisdictionId === '' ? await onlyTown(ctx) : jurisdictionId);
  if (!town.isOnPlatform) throw new DomainError('NOT_FOUND');
  return town;
}

async function onlyTown(ctx: Context): Promise<string> {
  const [town, ...others] = await ctx.em.find(Municipality, { isOnPlatform: true }, { limit: 2 });
  if (town === undefined || others.length > 0) throw refused('jurisdiction_id', 'is required: the AGS of the town');
  return town.ags;
}
