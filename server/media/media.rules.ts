import { type Actor, withinScope } from '../kernel/actor.ts';
import type { Verdict } from '../kernel/errors.ts';
import type { PhotoSize } from './media.entity.ts';

export const photoLimits = {
  bytes: 10 * 1024 * 1024,
  /** Phones exceed 40 million; beyond this it is a bomb. */
  pixels: 120_000_000,
  altLength: 300,
  /** What was never used is forgotten after so long. */
  orphanHours: 24,
} as const;

/** The longest side of each file in pixels; what is smaller stays as it is. */
export const longestSides: Readonly<Record<PhotoSize, number>> = { small: 480, large: 1600 };

const hour = 3600;
export const uploadRates = {
  person: { name: 'upload', points: 20, seconds: hour },
  /** A partner's program speaks for many people. */
  partner: { name: 'upload-partner', points: 300, seconds: hour },
  anonymous: { name: 'upload-anonymous', points: 10, seconds: hour },
} as const;

/** Whoever may report may add photos: everybody; a partner needs the scope of reports. */
export function canUploadPhoto(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'issues:write');
}

/** Who sent a photo; both null: somebody without an account. */
export interface PhotoOrigin {
  readonly uploaderId: string | null;
  readonly partnerKeyId: string | null;
}

/** The account or the key that sent the photo; nobody is known as the sender of a photo sent without an account. */
export function isSender(actor: Actor, { uploaderId, partnerKeyId }: PhotoOrigin): boolean {
  if (actor.kind === 'partner') return partnerKeyId === actor.keyId;
  return actor.kind === 'person' && uploaderId === actor.id;
}

/** A photo is used by whoever sent it; what was sent without an account, by whoever knows its random id. */
export function isUploader(actor: Actor, photo: PhotoOrigin): boolean {
  const isNobodys = photo.uploaderId === null && photo.partnerKeyId === null;
  return isSender(actor, photo) || (isNobodys && actor.kind !== 'partner');
}

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'heic';

/** What the first bytes say; names and content types are whatever the sender likes. Undefined: nothing we know. */
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
