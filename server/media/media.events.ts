import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface PhotoFacts {
  readonly photoId: string;
  readonly municipalityId: string;
}

export const photoUploaded = defineEvent<PhotoFacts>('media.photoUploaded');
export const photoRemoved = defineEvent<PhotoFacts>('media.photoRemoved');

/** Due a day after the upload: what was never used is not kept. */
export const dropOrphan = defineQueue<{ readonly photoId: string }>('media.dropOrphan');
/** Files that no row names any more; without `renditions` those that were sent. */
export const dropFiles = defineQueue<{
  readonly photoId: string;
  readonly renditions?: readonly (string | null)[];
}>('media.dropFiles');
/** Due an hour after it was drawn: a rendition that was never shown is not kept. */
export const dropUnshown = defineQueue<{ readonly photoId: string; readonly rendition: string }>('media.dropUnshown');
