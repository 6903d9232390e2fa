// @vitest-environment node
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readPlace } from './exif.ts';

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: 'black' } });
const gps = (lat: string, ns: string, lon: string, ew: string) => ({
  IFD3: { GPSLatitude: lat, GPSLatitudeRef: ns, GPSLongitude: lon, GPSLongitudeRef: ew },
});
const read = async (exif?: object) => {
  const bytes = await (exif ? picture().withExif(exif) : picture()).jpeg().toBuffer();
  return readPlace(new Uint8Array(bytes).buffer);
};

test('degrees, minutes and seconds, on all halves of the earth', async () => {
  expect(await read(gps('50/1 36/1 90/100', 'N', '7/1 13/1 0/1', 'E'))).toEqual({ lat: 50.60025, lon: 7.216667 });
  expect(await read(gps('33/1 30/1 0/1', 'S', '70/1 45/1 0/1', 'W'))).toEqual({ lat: -33.5, lon: -70.75 });
});

test('a picture that does not say where, or says nonsense, has no place', async () => {
  expect(await read()).toBeNull();
  expect(await read({ IFD0: { Make: 'Telefonfabrik' } })).toBeNull();
  expect(await read(gps('0/1 0/1 0/1', 'N', '0/1 0/1 0/1', 'E'))).toBeNull();
  expect(await read(gps('500/1 0/1 0/1', 'N', '7/1 0/1 0/1', 'E'))).toBeNull();
  expect(readPlace(new TextEncoder().encode('<svg/>').buffer)).toBeNull();
  expect(readPlace(new ArrayBuffer(0))).toBeNull();
});

test('cut off anywhere it is not read past its end', async () => {
  const bytes = await picture()
    .withExif(gps('50/1 36/1 0/1', 'N', '7/1 13/1 0/1', 'E'))
    .jpeg()
    .toBuffer();
  const whole = new Uint8Array(bytes).buffer;
  for (let length = 0; length < 400; length++) {
    const place = readPlace(whole.slice(0, length));
    expect(place === null || place.lat <= 50.6).toBe(true);
  }
});
