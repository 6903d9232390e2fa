import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { actorId, personId } from '../kernel/actor.ts';
import type { Context, FileRule, Services } from '../kernel/context.ts';
import { admitAtDoor } from '../kernel/door.ts';
import { authorize, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { InputCheck } from '../kernel/payload.ts';
import { rowById, rowsOf } from '../kernel/rows.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { findMunicipality, requireModule } from '../municipality/municipality.service.ts';
import { Photo, type PhotoRow, type PhotoSize, photoSizes, type StoredPhoto } from './media.entity.ts';
import { dropFiles, dropOrphan, photoRemoved, photoUploaded } from './media.events.ts';
import { isProofIn, type PhotoFile, photoFiles } from './media.links.service.ts';
import { redraw } from './media.picture.service.ts';
import { canUploadPhoto, isSender, isUploader, photoLimits, type PhotoOrigin, uploadRates } from './media.rules.ts';

/** Photo by id, batched into one statement per tick. Callers authorize the read. */
export const photoById = rowById(rowsOf(Photo));

/**
 * Authorizes an upload to this town and spends the hourly rate before the body is read. NOT_FOUND without the module
 * ISSUES (with an account, also without POSTS and CALENDAR), RATE_LIMITED above the rate; without an account PROOF_REQUIRED and PROOF_REFUSED.
 */
export async function admitUpload(
  ctx: Context,
  ags: string,
  proof?: string,
): Promise<{ readonly municipalityId: string }> {
  const municipality = await findMunicipality(ctx, ags);
  authorize(canUploadPhoto(ctx.actor, municipality.id));
  const id = actorId(ctx.actor);
  // Reports take photos from everybody; posts, events and emblems from people with an account.
  const takesOthers = municipality.modules.some((module) => module === 'POSTS' || module === 'CALENDAR');
  const isForOther = canRunTown(ctx.actor, municipality.id).allow || takesOthers;
  if (id === null || !isForOther) requireModule(municipality, 'ISSUES');
  if (id === null) await admitAtDoor(ctx, { act: 'upload', proof });
  else await ctx.limits.spend(ctx.actor.kind === 'partner' ? uploadRates.partner : uploadRates.person, id);
  return { municipalityId: municipality.id };
}

/**
 * Encodes the picture anew and stores it; it is removed after a day if nothing uses it. The row and its clean-up job
 * are written before the files, so that files are removed after a crash.
 */
export async function uploadPhoto(
  ctx: Context,
  { municipalityId, bytes, alt }: { municipalityId: string; bytes: Buffer; alt: string | null },
): Promise<Photo> {
  authorize(canUploadPhoto(ctx.actor, municipalityId));
  const words = readAlt(alt);
  const { files, width, height } = await redraw(bytes);
  const photo = await write(ctx, async (tx) => {
    const row = tx.em.create(Photo, {
      id: randomUUID(),
      municipality: municipalityId,
      uploader: personId(tx.actor),
      alt: words,
      width,
      height,
      partnerKeyId: tx.actor.kind === 'partner' ? tx.actor.keyId : null,
      createdAt: tx.now(),
      usedBy: null,
      rendition: null,
      hasOriginal: false,
    });
    await tx.em.persist(row).flush();
    await record(tx, photoUploaded({ photoId: row.id, municipalityId }));
    const startAfter = new Date(tx.now().getTime() + photoLimits.orphanHours * 3_600_000);
    await enqueue(tx, dropOrphan, { photoId: row.id }, { startAfter });
    return row;
  });
  await keepFiles(ctx, photo, files);
  return photo;
}

/** Object that uses photos. */
interface PhotoUse {
  readonly usedBy: string;
  readonly municipalityId: string;
  /** Proofs that the uploads returned for photos that were sent without an account. */
  readonly proofs?: readonly string[];
  /** Path of a photo in the input; absent: `photoIds`. */
  readonly pathOf?: (id: string) => readonly string[];
}

/**
 * Locks unused photos of this town that the actor may use, and marks them as used by `usedBy`. Refused: UNKNOWN_PHOTO
 * at the path of the first other id.
 */
export async function takePhotos(
  tx: Tx,
  ids: readonly string[],
  { usedBy, municipalityId, proofs = [], pathOf = () => ['photoIds'] }: PhotoUse,
): Promise<Photo[]> {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { id: 'asc' } } as const;
  const found = await tx.em.find(Photo, { id: { $in: [...ids] }, municipality: municipalityId }, options);
  return ids.map((id) => {
    const photo = found.find((one) => one.id === id);
    // A photo that is named twice is in use at its second place.
    const isOwn = photo !== undefined && isUploader(tx.actor, originOf(photo), isProofIn(tx, id, proofs));
    if (!isOwn || photo.usedBy != null) {
      throw new Refusal({ code: 'UNKNOWN_PHOTO', message: 'no such unused photo of yours', path: pathOf(id) });
    }
    photo.usedBy = usedBy;
    return photo;
  });
}

/** Deletes the rows now, and the files by a job after the commit. */
export async function removePhotos(tx: Tx, photos: readonly Photo[]): Promise<void> {
  for (const { id: photoId, municipality, rendition } of photos) {
    await record(tx, photoRemoved({ photoId, municipalityId: municipality.id }));
    await enqueue(tx, dropFiles, { photoId, renditions: [null, ...(rendition == null ? [] : [rendition])] });
  }
  await tx.em.nativeDelete(Photo, { id: { $in: photos.map(({ id }) => id) } });
}

/**
 * Registers who may see the photos and attachments that a domain uses. `show` is absent if the schema returns only the addresses of the
 * photos.
 */
export function fileRule(usedBy: string, maySee: FileRule['maySee'], show?: FileRule['show']): FileRule {
  return { usedBy, maySee, ...(show !== undefined && { show }) };
}

/** Photo as the API returns it. */
export interface ShownPhoto {
  readonly id: string;
  readonly alt: string | null;
  readonly isApproved: boolean;
  readonly small: PhotoFile;
  readonly large: PhotoFile;
}

/** A photo that everybody who sees its object may see. */
export function showPhoto(ctx: Context, photo: PhotoRow): ShownPhoto {
  return { id: photo.id, alt: photo.alt ?? null, isApproved: true, ...photoFiles(ctx, photo, false) };
}

/** The photo as the domain that uses it shows it; an unused photo for its sender only. Null: unknown or hidden. */
export async function findPhoto(ctx: Context, id: string): Promise<object | null> {
  const photo = await photoById(ctx, id);
  if (photo === null) return null;
  if (photo.usedBy == null) return isSender(ctx.actor, originOf(photo)) ? showUnused(ctx, photo) : null;
  const rule = ctx.registry.fileRules.get(photo.usedBy);
  return (await rule?.show?.(ctx, id)) ?? null;
}

function showUnused(ctx: Context, photo: PhotoRow): ShownPhoto {
  return { ...showPhoto(ctx, photo), isApproved: false };
}

function originOf({ uploader, partnerKeyId }: Pick<PhotoRow, 'uploader' | 'partnerKeyId'>): PhotoOrigin {
  return { uploaderId: uploader?.id ?? null, partnerKeyId: partnerKeyId ?? null };
}

/**
 * Bytes of the file if the actor may see it. `isProven`: the address carries a valid proof. Undefined: unknown or
 * hidden.
 */
export async function findPhotoFile(
  ctx: Context,
  photoId: string,
  size: PhotoSize,
  isProven: boolean,
): Promise<Buffer | undefined> {
  const photo = await ctx.em.findOne(Photo, photoId);
  if (photo === null) return undefined;
  return (await maySeeFile(ctx, photo, isProven)) ? findFile(ctx, photo, size) : undefined;
}

async function maySeeFile(ctx: Context, photo: Photo, isProven: boolean): Promise<boolean> {
  if (photo.usedBy == null) return isSender(ctx.actor, originOf(photo));
  const rule = ctx.registry.fileRules.get(photo.usedBy);
  return (await rule?.maySee(ctx, photo.id, isProven)) ?? false;
}

/** Reads a file from the store without authorization; undefined if it is missing. */
export function findFile({ files }: Pick<Services, 'files'>, photo: StoredPhoto, size: PhotoSize) {
  return files.get(fileKey(photo, size));
}

/** Stores both files of a photo or, if a write fails, none. */
export async function keepFiles(
  { files }: Pick<Services, 'files'>,
  photo: StoredPhoto,
  drawn: Readonly<Record<PhotoSize, Buffer>>,
): Promise<void> {
  try {
    for (const size of photoSizes) await files.put(fileKey(photo, size), drawn[size]);
  } catch (error) {
    // A store that is unreachable keeps what it has; the clean-up job of the photo removes it later.
    await removeFiles({ files }, photo).catch(() => undefined);
    throw error;
  }
}

/** Removes both files of a photo; idempotent. */
export async function removeFiles({ files }: Pick<Services, 'files'>, photo: StoredPhoto): Promise<void> {
  for (const size of photoSizes) await files.remove(fileKey(photo, size));
}

function fileKey({ id, rendition }: StoredPhoto, size: PhotoSize): string {
  return rendition == null ? `${id}-${size}.webp` : `${id}-${rendition}-${size}.webp`;
}

function readAlt(alt: string | null): string | null {
  if (alt === null) return null;
  const check = new InputCheck();
  const words = check.text(alt, [0, photoLimits.altLength], 'alt');
  check.done();
  return words || null;
}
