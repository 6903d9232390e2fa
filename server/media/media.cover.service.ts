import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { DomainError, Refusal } from '../kernel/errors.ts';
import { type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { type Box, checkBoxes, coverBoxes } from './media.cover.rules.ts';
import { Photo, type PhotoSize } from './media.entity.ts';
import { dropFiles, dropUnshown } from './media.events.ts';
import { drawPixels, open, takingTurns } from './media.picture.service.ts';
import { findFile, keepFiles } from './media.service.ts';

/** Files of a rendition that is stored and not shown yet; `seen`: the rendition that was shown when it was drawn. */
export interface Covered {
  readonly photoId: string;
  readonly rendition: string | null;
  readonly seen: string | null;
}

const unshownMs = 3_600_000;

/**
 * Stores a rendition of the shown photo with the boxes made unrecognisable; without boxes it selects the photo as it
 * was sent, if that is still kept. The clean-up job is enqueued before the files are written, so that files are removed
 * after a crash. Refused: TOO_MANY_BOXES, BAD_BOX, ORIGINAL_GONE.
 */
export async function coverPhoto(ctx: Context, photoId: string, boxes: readonly Box[]): Promise<Covered> {
  checkBoxes(boxes);
  const photo = await ctx.em.findOne(Photo, photoId, { refresh: true });
  if (photo === null) throw new DomainError('NOT_FOUND');
  const seen = photo.rendition ?? null;
  if (boxes.length === 0) {
    if (!photo.hasOriginal) throw gone();
    return { photoId, rendition: null, seen };
  }
  const large = await findFile(ctx, photo, 'large');
  if (large === undefined) throw new DomainError('NOT_FOUND');
  const drawn = await takingTurns(() => drawCovered(large, boxes));
  const rendition = randomUUID();
  await write(ctx, (tx) => {
    const startAfter = new Date(tx.now().getTime() + unshownMs);
    return enqueue(tx, dropUnshown, { photoId, rendition }, { startAfter });
  });
  await keepFiles(ctx, { id: photoId, rendition }, drawn);
  return { photoId, rendition, seen };
}

/**
 * Makes these files the shown photo and deletes the files that were shown before. Only the files as they were sent are
 * kept, without an address, until the photo `isPublished`. Refused: CONFLICT if another rendition was shown meanwhile.
 */
export async function showCovered(tx: Tx, { photoId, rendition, seen }: Covered, isPublished: boolean): Promise<Photo> {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const photo = await tx.em.findOne(Photo, photoId, options);
  if (photo === null) throw new DomainError('NOT_FOUND');
  const before = photo.rendition ?? null;
  if (before !== seen) throw new Refusal({ code: 'CONFLICT', message: 'it was drawn over meanwhile', path: ['boxes'] });
  if (rendition === null && !photo.hasOriginal) throw gone();
  photo.rendition = rendition;
  photo.hasOriginal = rendition !== null && !isPublished && (photo.hasOriginal || before === null);
  const isKept = before === null && photo.hasOriginal;
  if (!isKept) await enqueue(tx, dropFiles, { photoId, renditions: [before] });
  await tx.em.flush();
  return photo;
}

/** Deletes the files as they were sent when a photo is published: from then on only the shown rendition exists. */
export async function forgetOriginal(tx: Tx, photoId: string): Promise<void> {
  const photo = await tx.em.findOne(Photo, photoId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (photo?.hasOriginal !== true) return;
  photo.hasOriginal = false;
  await enqueue(tx, dropFiles, { photoId });
  await tx.em.flush();
}

async function drawCovered(large: Buffer, boxes: readonly Box[]): Promise<Readonly<Record<PhotoSize, Buffer>>> {
  const { data, info } = await open(large).raw().toBuffer({ resolveWithObject: true });
  coverBoxes({ data, ...info }, boxes);
  return drawPixels(data, info);
}

function gone(): Refusal {
  return new Refusal({ code: 'ORIGINAL_GONE', message: 'the photo as it was sent is not kept', path: ['boxes'] });
}
