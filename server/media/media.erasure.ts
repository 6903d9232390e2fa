import type { ErasureStep } from '../kernel/context.ts';
import { Attachment } from './media.attachment.entity.ts';
import { removeAttachments } from './media.attachment.service.ts';
import { Photo } from './media.entity.ts';
import { removePhotos } from './media.service.ts';

/** Removes the person's photos and attachments that nothing uses, with their files. */
export const eraseUnusedFiles: ErasureStep = async (tx, { personId }) => {
  if (personId === null) return;
  await removePhotos(tx, await tx.em.find(Photo, { uploader: personId, usedBy: null }));
  await removeAttachments(tx, await tx.em.find(Attachment, { uploader: personId, usedBy: null }));
};
