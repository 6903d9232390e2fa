/** Maximum side of a photo in pixels: enough for the town hall, and it saves the sender's data volume. */
const longestSide = 1600;

/** Thrown for a file that cannot become a photo; `code` is one of the server's codes. */
export class BadPhoto extends Error {
  constructor(readonly code: 'HEIC_NOT_SUPPORTED' | 'BROKEN_IMAGE') {
    super(code);
  }
}

/** Draws the picture again on this device: smaller, upright, and without place and device in its metadata. */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const picture = await decode(file);
  try {
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    if (!blob) throw new BadPhoto('BROKEN_IMAGE');
    return blob;
  } finally {
    picture.close();
  }
}

/** Decodes a picture. Only Safari can decode HEIC, the format of iPhones. */
async function decode(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new BadPhoto((await isHeic(file)) ? 'HEIC_NOT_SUPPORTED' : 'BROKEN_IMAGE');
  }
}

async function isHeic(file: Blob): Promise<boolean> {
  return /^.{4}ftyp(hei|hev|mif1|msf1)/s.test(await file.slice(0, 12).text());
}
