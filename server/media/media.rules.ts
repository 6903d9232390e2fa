import { type Actor, withinScope } from '../kernel/actor.ts';
import type { Verdict } from '../kernel/errors.ts';
import type { PhotoSize } from './media.entity.ts';

export const photoLimits = {
  bytes: 10 * 1024 * 1024,
  /** Maximum number of pixels: phones exceed 40 million, and larger pictures are decompression bombs. */
  pixels: 120_000_000,
  altLength: 300,
  /** Hours after which an unused photo is removed. */
  orphanHours: 24,
} as const;

/** Longest side of each file in pixels; smaller pictures are not enlarged. */
export const longestSides: Readonly<Record<PhotoSize, number>> = { small: 480, large: 1600 };

const hour = 3600;
export const uploadRates = {
  person: { name: 'upload', points: 20, seconds: hour },
  /** A partner's program sends photos for many people. */
  partner: { name: 'upload-partner', points: 300, seconds: hour },
} as const;

/** Everybody who may report may upload photos; a partner needs the scope `issues:write`. */
export function canUploadPhoto(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'issues:write');
}

/** Account or key that sent a photo; both null: sent without an account. */
export interface PhotoOrigin {
  readonly uploaderId: string | null;
  readonly partnerKeyId: string | null;
}

/**
 * Whether the actor's account or key sent the photo; false for every actor if the photo was sent without an account.
 */
export function isSender(actor: Actor, { uploaderId, partnerKeyId }: PhotoOrigin): boolean {
  if (actor.kind === 'partner') return partnerKeyId === actor.keyId;
  return actor.kind === 'person' && uploaderId === actor.id;
}

/**
 * Whether the actor may use the photo: its sender, or, if it was sent without an account, a person with the proof
 * that the upload returned.
 */
export function isUploader(actor: Actor, photo: PhotoOrigin, hasProof: boolean): boolean {
  const isNobodys = photo.uploaderId === null && photo.partnerKeyId === null;
  return isSender(actor, photo) || (isNobodys && hasProof && actor.kind !== 'partner');
}

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'heic';

/** Format according to the first bytes; file names and content types are not trusted. Undefined: unknown format. */
export function formatOf(bytes: Buffer): PhotoFormat | undefined {
  const text = (from: number, to: number): string => bytes.toString('latin1', from, to);
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) !== 'ftyp' || bytes.length < 16) return undefined;
  const brands = text(8, Math.min(bytes.readUInt32BE(0), 64));
  if (/avi[fs]/.test(brands)) return 'avif';
  return /hei[cfmsx]|hev[cmsx]|mif1|msf1/.test(brands) ? 'heic' : undefined;
}
