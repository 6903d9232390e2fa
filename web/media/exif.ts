export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** Number of bytes that are read: EXIF data is at the beginning of a file. */
export const exifBytes = 256 * 1024;
const gpsPointer = 0x8825;

/** Place in the metadata of a JPEG, which saves people from typing it; null if there is none that can be read. */
export function readPlace(buffer: ArrayBuffer): Place | null {
  try {
    const tiff = findTiff(new DataView(buffer));
    return tiff && placeIn(tiff);
  } catch (error) {
    if (error instanceof RangeError) return null; // the file ends within the metadata
    throw error;
  }
}

/** The TIFF block of a file with its byte order. */
interface Tiff {
  readonly view: DataView;
  readonly isLittle: boolean;
}

function findTiff(view: DataView): Tiff | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const isExif = view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966;
    if (!isExif) continue;
    const start = at + 10;
    return {
      view: new DataView(view.buffer, view.byteOffset + start),
      isLittle: view.getUint16(start) === 0x4949,
    };
  }
  return null;
}

function placeIn(tiff: Tiff): Place | null {
  const { view, isLittle } = tiff;
  const pointer = entriesAt(tiff, view.getUint32(4, isLittle)).get(gpsPointer);
  if (pointer === undefined) return null;
  const gps = entriesAt(tiff, view.getUint32(pointer, isLittle));
  const lat = degrees(tiff, gps, 1, 'S');
  const lon = degrees(tiff, gps, 3, 'W');
  const isPlace = lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return isPlace && (lat !== 0 || lon !== 0) ? { lat: round(lat), lon: round(lon) } : null;
}

/** Offset of each tag's value, or of the pointer to it. */
function entriesAt({ view, isLittle }: Tiff, start: number): Map<number, number> {
  const count = Math.min(view.getUint16(start, isLittle), 200);
  const entries = Array.from({ length: count }, (_, n) => start + 2 + 12 * n);
  return new Map(entries.map((at) => [view.getUint16(at, isLittle), at + 8]));
}

/**
 * Degrees from three fractions for degrees, minutes and seconds. `negative`: letter of the southern or western half of
 * the earth.
 */
function degrees({ view, isLittle }: Tiff, gps: Map<number, number>, tag: number, negative: string): number | null {
  const letter = gps.get(tag);
  const value = gps.get(tag + 1);
  if (letter === undefined || value === undefined) return null;
  const start = view.getUint32(value, isLittle);
  const fraction = (n: number): number => {
    const over = view.getUint32(start + 8 * n, isLittle);
    const under = view.getUint32(start + 8 * n + 4, isLittle);
    return under === 0 ? 0 : over / under;
  };
  const sum = fraction(0) + fraction(1) / 60 + fraction(2) / 3600;
  return String.fromCharCode(view.getUint8(letter)) === negative ? -sum : sum;
}

/** Rounds to six decimals, about 10 cm. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
