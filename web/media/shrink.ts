/** What a photo for the town hall needs; more would only cost the sender's data. */
const longestSide = 1600;

/** A file that cannot become a photo; `code` as the server would say it. */
export class BadPhoto extends Error {
  constructor(readonly code: 'HEIC_NOT_SUPPORTED' | 'BROKEN_IMAGE') {
    super(code);
  }
}

/** The picture drawn anew on this device: small, upright, and without place or device in it. */
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

/** Safari reads the format of its own phones, other browsers do not. */
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
