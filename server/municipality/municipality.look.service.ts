import { LockMode } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { readAccent } from './municipality.accent.rules.ts';
import { type Motif, Municipality } from './municipality.entity.ts';
import { lookChanged } from './municipality.events.ts';
import { canRunTown } from './municipality.rules.ts';

/** Sets the town's colour and the motif of its drawn picture. Refused: BAD_COLOR, TOO_PALE, LOOKS_LIKE_DANGER. */
export async function setLook(
  ctx: Context,
  municipalityId: string,
  { color, motif }: { readonly color: string; readonly motif: Motif },
): Promise<Municipality> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const accent = readAccent(color).color;
  return write(ctx, async (tx) => {
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const municipality = await tx.em.findOneOrFail(Municipality, municipalityId, lock);
    if (municipality.accent === accent && municipality.motif === motif) return municipality;
    Object.assign(municipality, { accent, motif });
    await record(tx, lookChanged({ municipalityId }));
    return municipality;
  });
}
