import sharp, { type OutputInfo, type Sharp } from 'sharp';
import { DomainError, Refusal } from '../kernel/errors.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import type { PhotoSize } from './media.entity.ts';
import { formatOf, longestSides, photoLimits } from './media.rules.ts';

/** Only formats of phones and cameras are decoded; all other loaders, such as SVG and PDF, are blocked. */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadHeif'],
});
sharp.cache(false);

export interface Picture {
  readonly files: Readonly<Record<PhotoSize, Buffer>>;
  /** Width and height of the large file in pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Decoding needs much memory: `atOnce` pictures are decoded at a time, `inLine` more may wait, and one libvips
 * operation may take `seconds` seconds.
 */
const atOnce = 2;
const inLine = 20;
const seconds = 20;

/**
 * Encodes the picture anew in two sizes, upright and without any metadata or appended data (place, device, comments,
 * code). Refused: HEIC_NOT_SUPPORTED, UNSUPPORTED_TYPE, TOO_MANY_PIXELS, BROKEN_IMAGE.
 */
export async function redraw(bytes: Buffer): Promise<Picture> {
  const format = formatOf(bytes);
  if (format === undefined) throw refused('UNSUPPORTED_TYPE', 'JPEG, PNG, WebP or AVIF only');
  if (format === 'heic') {
    throw refused('HEIC_NOT_SUPPORTED', 'set the camera to JPEG (on an iPhone: "Most Compatible")');
  }
  return takingTurns(async () => {
    const { width = 0, height = 0 } = await readable(() => open(bytes).metadata());
    if (width * height > photoLimits.pixels) throw refused('TOO_MANY_PIXELS', 'at most 120 million pixels');
    return readable(() => drawBoth(bytes));
  });
}

async function drawBoth(bytes: Buffer): Promise<Picture> {
  const { data: large, info } = await draw(open(bytes), 'large');
  const { data: small } = await draw(open(large), 'small');
  return { files: { small, large }, width: info.width, height: info.height };
}

/** Encodes the two WebP files from raw pixels. */
export async function drawPixels(
  data: Buffer,
  { width, height, channels }: Pick<OutputInfo, 'width' | 'height' | 'channels'>,
): Promise<Picture['files']> {
  const { data: large } = await draw(sharp(data, { raw: { width, height, channels } }), 'large');
  const { data: small } = await draw(open(large), 'small');
  return { small, large };
}

function draw(picture: Sharp, size: PhotoSize): Promise<{ data: Buffer; info: OutputInfo }> {
  const box = { width: longestSides[size], height: longestSides[size] };
  return picture
    .autoOrient()
    .resize({ ...box, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80, effort: 3 })
    .timeout({ seconds })
    .toBuffer({ resolveWithObject: true });
}

/** Opens an uploaded picture with the limits for untrusted files. */
export function open(bytes: Buffer): Sharp {
  return sharp(bytes, { limitInputPixels: photoLimits.pixels, failOn: 'error' });
}

/** Turns every error of libvips into a refusal: a file that cannot be decoded is a fault of the input. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isTooLarge = error instanceof Error && /exceeds pixel limit/i.test(error.message);
    throw isTooLarge
      ? refused('TOO_MANY_PIXELS', 'at most 120 million pixels')
      : refused('BROKEN_IMAGE', 'the picture cannot be read');
  }
}

let running = 0;
const waiting: (() => void)[] = [];

export async function takingTurns<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= inLine) throw new DomainError('RATE_LIMITED', { retryAfter: 5 });
    await new Promise<void>((done) => waiting.push(done));
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next(); // the slot passes to the caller that has waited longest
  }
}

function refused(code: UserErrorCode, message: string): Refusal {
  return new Refusal({ code, message, path: ['photo'] });
}
