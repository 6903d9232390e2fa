import { LockMode } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { lookChanged } from '../municipality/municipality.events.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { Photo } from './media.entity.ts';
import { fileRule, removePhotos, takePhotos } from './media.service.ts';
import { columns, type TownPicture } from './media.town.rules.ts';

const usedBy = 'Municipality';
/** Everybody may see the pictures of a town. */
export const townPictureRule = fileRule(usedBy, () => Promise.resolve(true));

export interface SetTownPictureInput {
  readonly which: TownPicture;
  /** Id of an unused photo of this town that the actor sent; null removes the picture. */
  readonly photoId: string | null;
}

/** Replaces the emblem or the picture of the place and deletes the previous one. Refused: UNKNOWN_PHOTO. */
export function setTownPicture(
  ctx: Context,
  municipalityId: string,
  { which, photoId }: SetTownPictureInput,
): Promise<Municipality> {
  authorize(canRunTown(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const municipality = await tx.em.findOneOrFail(Municipality, municipalityId, lock);
    const before = municipality[columns[which]] ?? null;
    if (before === photoId) return municipality;
    if (photoId !== null) await takePhotos(tx, [photoId], { usedBy, municipalityId, pathOf: () => ['photoId'] });
    municipality[columns[which]] = photoId;
    await tx.em.flush();
    await forget(tx, before);
    await record(tx, lookChanged({ municipalityId }));
    return municipality;
  });
}

async function forget(tx: Tx, photoId: string | null): Promise<void> {
  const photo = photoId === null ? null : await tx.em.findOne(Photo, photoId);
  if (photo !== null) await removePhotos(tx, [photo]);
}
