import type { Context } from '../kernel/context.ts';
import { isSameHash, hmacText } from '../kernel/secrets.ts';
import type { Photo, PhotoSize } from './media.entity.ts';
import { longestSides } from './media.rules.ts';

const hourMs = 3_600_000;

/** Path below the installation's origin. It opens for whom the photo may be shown to. */
export function photoPath(photoId: string, size: PhotoSize): string {
  return `/media/${photoId}/${size}.webp`;
}

/** One of a photo's files, as it is handed out. */
export interface PhotoFile {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** Both files of a photo; `isByClaim`: for somebody who has shown a claim code and has nothing else to show. */
export function photoFiles(
  ctx: Pick<Context, 'secret' | 'now'>,
  { id, width, height, rendition }: Pick<Photo, 'id' | 'width' | 'height'> & Partial<Pick<Photo, 'rendition'>>,
  isByClaim: boolean,
): Readonly<Record<PhotoSize, PhotoFile>> {
  const file = (size: PhotoSize): PhotoFile => {
    const scale = Math.min(1, longestSides[size] / Math.max(width, height));
    const path = isByClaim ? provenPhotoPath(ctx, id, size) : photoPath(id, size);
    // What is drawn over has another address, or pages would go on showing what they have.
    const version = rendition == null ? '' : `${isByClaim ? '&' : '?'}v=${rendition.slice(0, 8)}`;
    return { url: `${path}${version}`, width: Math.round(width * scale), height: Math.round(height * scale) };
  };
  return { small: file('small'), large: file('large') };
}

/**
 * The same for those without an account who have shown their claim code: an <img> cannot show it, and it must not stand in
 * an address. Good for one to two hours; the same within the hour, so that a page does not load its pictures again.
 */
function provenPhotoPath(ctx: Pick<Context, 'secret' | 'now'>, photoId: string, size: PhotoSize): string {
  return photoPathUntil(ctx, photoId, size, (Math.floor(ctx.now().getTime() / hourMs) + 2) * hourMs);
}

/** Opens for whoever has it until this moment, in milliseconds since 1970. */
export function photoPathUntil(ctx: Pick<Context, 'secret'>, photoId: string, size: PhotoSize, until: number): string {
  return `${photoPath(photoId, size)}?until=${until}&proof=${proofOf(ctx, photoId, until)}`;
}

/** Whether the address was handed out by us for this photo, and not too long ago. */
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
