import type { Context } from '../kernel/context.ts';
import { isSameHash, hmacText } from '../kernel/secrets.ts';
import type { Photo, PhotoSize } from './media.entity.ts';
import { longestSides } from './media.rules.ts';

const hourMs = 3_600_000;
/** Maximum number of proofs that are compared. */
const mostProofs = 10;

/** Path of the file below the installation's origin. Reading it requires permission to see the photo. */
export function photoPath(photoId: string, size: PhotoSize): string {
  return `/media/${photoId}/${size}.webp`;
}

/** One of a photo's files: address and size in pixels. */
export interface PhotoFile {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Addresses and sizes of the two files of a photo. `isByClaim`: for a reporter who has shown only a claim code; the
 * addresses then carry a proof.
 */
export function photoFiles(
  ctx: Pick<Context, 'secret' | 'now'>,
  { id, width, height, rendition }: Pick<Photo, 'id' | 'width' | 'height'> & Partial<Pick<Photo, 'rendition'>>,
  isByClaim: boolean,
): Readonly<Record<PhotoSize, PhotoFile>> {
  const file = (size: PhotoSize): PhotoFile => {
    const scale = Math.min(1, longestSides[size] / Math.max(width, height));
    const path = isByClaim ? provenPhotoPath(ctx, id, size) : photoPath(id, size);
    // A covered photo gets another address, because browsers would show their cached copy otherwise.
    const version = rendition == null ? '' : `${isByClaim ? '&' : '?'}v=${rendition.slice(0, 8)}`;
    return { url: `${path}${version}`, width: Math.round(width * scale), height: Math.round(height * scale) };
  };
  return { small: file('small'), large: file('large') };
}

/**
 * Path with a proof, for a reporter who has shown a claim code: an <img> cannot send the code, and the code must not
 * stand in an address. The proof expires after one to two hours and is the same within an hour, so that browsers can
 * cache the picture.
 */
function provenPhotoPath(ctx: Pick<Context, 'secret' | 'now'>, photoId: string, size: PhotoSize): string {
  return photoPathUntil(ctx, photoId, size, (Math.floor(ctx.now().getTime() / hourMs) + 2) * hourMs);
}

/** Path that opens the file for everybody who has it, until this moment in milliseconds since 1970. */
export function photoPathUntil(ctx: Pick<Context, 'secret'>, photoId: string, size: PhotoSize, until: number): string {
  return `${photoPath(photoId, size)}?until=${until}&proof=${proofOf(ctx, photoId, until)}`;
}

/** Whether the server issued this proof for the photo and the proof has not expired. */
export function isProven(
  ctx: Pick<Context, 'secret' | 'now'>,
  photoId: string,
  { until, proof }: Readonly<Record<string, unknown>>,
): boolean {
  if (typeof until !== 'string' || typeof proof !== 'string' || !/^\d{13}$/.test(until)) return false;
  return ctx.now().getTime() < Number(until) && isSameHash(proofOf(ctx, photoId, Number(until)), proof);
}

function proofOf({ secret }: Pick<Context, 'secret'>, photoId: string, until: number): string {
  return hmacText(secret, `photo:${photoId}:${until}`);
}

/**
 * Proof that the sender of a photo without an account gets with the answer to the upload. It is derived from the secret
 * of the installation and not stored.
 */
export function uploadProof({ secret }: Pick<Context, 'secret'>, photoId: string): string {
  return hmacText(secret, `upload:${photoId}`);
}

/** Whether the proof of this photo's upload is among the first ten given proofs. */
export function isProofIn(ctx: Pick<Context, 'secret'>, photoId: string, proofs: readonly string[]): boolean {
  const proof = uploadProof(ctx, photoId);
  return proofs.slice(0, mostProofs).some((given) => isSameHash(proof, given));
}
