import type { ErasureStep } from '../kernel/context.ts';
import { Photo } from './media.entity.ts';
import { removePhotos } from './media.service.ts';

/** Removes the person's photos that nothing uses, with their files. */
export const eraseUnusedPhotos: ErasureStep = async (tx, { personId }) => {
  if (personId === null) return;
  await removePhotos(tx, await tx.em.find(Photo, { uploader: personId, usedBy: null }));
};
