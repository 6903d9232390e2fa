import { LockMode } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { Municipality } from './municipality.entity.ts';
import { postcodesChanged } from './municipality.events.ts';
import { readPostcodes } from './municipality.postcodes.rules.ts';
import { canRunTown } from './municipality.rules.ts';

/** Replaces the postcodes by which people find the town. Refused: BAD_POSTCODE, TOO_MANY_POSTCODES. */
export function setPostcodes(ctx: Context, municipalityId: string, given: readonly string[]): Promise<Municipality> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const postcodes = readPostcodes(given);
  return write(ctx, async (tx) => {
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const municipality = await tx.em.findOneOrFail(Municipality, municipalityId, lock);
    if (municipality.postcodes.join() === postcodes.join()) return municipality;
    municipality.postcodes = postcodes;
    await record(tx, postcodesChanged({ municipalityId }));
    return municipality;
  });
}
