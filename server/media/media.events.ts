import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/jobs.ts';

export interface PhotoFacts {
  readonly photoId: string;
  readonly municipalityId: string;
}

export const photoUploaded = defineEvent<PhotoFacts>('media.photoUploaded');
export const photoRemoved = defineEvent<PhotoFacts>('media.photoRemoved');

/** Due a day after the upload: what was never used is not kept. */
export const dropOrphan = defineQueue<{ readonly photoId: string }>('media.dropOrphan');
/** The files of photos whose rows are gone. */
export const dropFiles = defineQueue<{ readonly photoId: string }>('media.dropFiles');
