import sharp from 'sharp';
import pictures from '../../server/database/seed/pictures/pictures.json' with { type: 'json' };

/** A place in the town without a report of the seed. */
export const takenAt = { lat: 50.6012, lon: 7.2183 };

const fraction = (value: number): string => {
  const degrees = Math.floor(value);
  const minutes = (value % 1) * 60;
  return `${degrees}/1 ${Math.floor(minutes)}/1 ${Math.round((minutes % 1) * 6_000_000)}/100000`;
};

/** A photo as a phone takes it: large and with its place in the metadata. */
export async function takePhoto(at: { lat: number; lon: number } | null = takenAt): Promise<Buffer> {
  const gps = at && {
    GPSLatitudeRef: 'N',
    GPSLatitude: fraction(at.lat),
    GPSLongitudeRef: 'E',
    GPSLongitude: fraction(at.lon),
  };
  return sharp(Buffer.from(pictures.schlagloch, 'base64'))
    .resize(2400, 1800)
    .withExif({ IFD0: { Make: 'Telefonfabrik' }, ...(gps && { IFD3: gps }) })
    .jpeg({ quality: 90 })
    .toBuffer();
}
