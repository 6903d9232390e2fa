import { LockMode } from '@mikro-orm/core';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { handle } from '../kernel/jobs.ts';
import { Attachment } from './media.attachment.entity.ts';
import { removeAttachmentFile, removeAttachments } from './media.attachment.service.ts';
import { Photo } from './media.entity.ts';
import { dropAttachmentFile, dropFiles, dropOrphan, dropUnshown, dropUnusedAttachment } from './media.events.ts';
import { removeFiles, removePhotos } from './media.service.ts';

export const mediaJobs = [
  /** The row lock makes either this job or the request that uses the photo succeed, never both. */
  handle(dropOrphan, async (services, { photoId }) => {
    await write(forkContext(services, system), async (tx) => {
      const photo = await tx.em.findOne(Photo, photoId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (photo !== null && photo.usedBy == null) await removePhotos(tx, [photo]);
    });
  }),
  handle(dropUnusedAttachment, async (services, { attachmentId }) => {
    await write(forkContext(services, system), async (tx) => {
      const attachment = await tx.em.findOne(Attachment, attachmentId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (attachment !== null && attachment.usedBy == null) await removeAttachments(tx, [attachment]);
    });
  }),
  handle(dropAttachmentFile, (services, { attachmentId }) => removeAttachmentFile(services, attachmentId)),
  handle(dropFiles, async (services, { photoId: id, renditions = [null] }) => {
    for (const rendition of renditions) await removeFiles(services, { id, rendition });
  }),
  handle(dropUnshown, async (services, { photoId: id, rendition }) => {
    const shown = await services.em.fork().count(Photo, { id, rendition });
    if (shown === 0) await removeFiles(services, { id, rendition });
  }),
];
