import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface PhotoFacts {
  readonly photoId: string;
  readonly municipalityId: string;
}

export const photoUploaded = defineEvent<PhotoFacts>('media.photoUploaded');
export const photoRemoved = defineEvent<PhotoFacts>('media.photoRemoved');

export interface AttachmentFacts {
  readonly attachmentId: string;
  readonly municipalityId: string;
}

export const attachmentUploaded = defineEvent<AttachmentFacts>('media.attachmentUploaded');
export const attachmentRemoved = defineEvent<AttachmentFacts>('media.attachmentRemoved');

/** Runs a day after the upload and removes the attachment if nothing uses it. */
export const dropUnusedAttachment = defineQueue<{ readonly attachmentId: string }>('media.dropUnusedAttachment');
/** Removes the file of an attachment whose row is gone. */
export const dropAttachmentFile = defineQueue<{ readonly attachmentId: string }>('media.dropAttachmentFile');

/** Runs a day after the upload and removes the photo if nothing uses it. */
export const dropOrphan = defineQueue<{ readonly photoId: string }>('media.dropOrphan');
/** Removes files that no row refers to any more; without `renditions` the files as they were sent. */
export const dropFiles = defineQueue<{
  readonly photoId: string;
  readonly renditions?: readonly (string | null)[];
}>('media.dropFiles');
/** Runs an hour after a rendition was drawn and removes its files if the rendition is not shown. */
export const dropUnshown = defineQueue<{ readonly photoId: string; readonly rendition: string }>('media.dropUnshown');
