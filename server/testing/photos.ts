import sharp from 'sharp';
import { anonymous } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { uploadPhoto } from '../media/media.service.ts';
import { identify, type Identified } from './client.ts';
import type { Place } from './builders.ts';
import type { TestServer } from './server.ts';

/** Position in the metadata of the picture, which the server must remove. */
const gps = {
  GPSLatitudeRef: 'N',
  GPSLatitude: '50/1 36/1 0/1',
  GPSLongitudeRef: 'E',
  GPSLongitude: '7/1 12/1 0/1',
};

/** Picture like that of a phone: with position, device and comment in its metadata, and rotated by metadata. */
export function makePicture(format: 'jpeg' | 'png' | 'webp' | 'avif' = 'jpeg', width = 800, height = 600) {
  const picture = sharp({ create: { width, height, channels: 3, background: { r: 120, g: 110, b: 100 } } });
  return picture
    .withExif({ IFD0: { Make: 'Telefonfabrik', ImageDescription: 'geheim' }, IFD3: gps })
    .withMetadata({ orientation: 6 })
    .toFormat(format)
    .toBuffer();
}

export interface Uploaded {
  readonly status: number;
  /** Code of the refusal; undefined: accepted. */
  readonly code?: string;
  /** Global id; empty if refused. */
  readonly id: string;
  readonly retryAfter: string | null;
  readonly width?: number;
  readonly height?: number;
}

/** Uploads the bytes as a page of the web app does. */
export async function upload(
  port: number,
  who: Identified,
  ags: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = { 'apollo-require-preflight': 'true' },
): Promise<Uploaded> {
  const response = await fetch(`http://127.0.0.1:${port}/upload/${ags}`, {
    method: 'POST',
    body: new Blob([Buffer.from(body)]),
    headers: { 'content-type': 'image/jpeg', ...identify(who), ...headers },
  });
  const { photo, errors } = (await response.json()) as Record<string, never>;
  const answer = { status: response.status, retryAfter: response.headers.get('retry-after') };
  const code: unknown = (errors as { extensions: { code: string } }[] | undefined)?.[0]?.extensions.code;
  return { ...answer, id: '', ...(photo as object | undefined), ...(typeof code === 'string' && { code }) };
}

/** Uploads a photo that nothing uses yet; returns its global id. */
export async function givenPhoto(app: TestServer, { ags }: Place, who: Identified, alt?: string): Promise<string> {
  const headers = { 'apollo-require-preflight': 'true', ...(alt && { 'photo-alt': encodeURIComponent(alt) }) };
  const { id, code } = await upload(app.port, who, ags, await makePicture(), headers);
  if (code !== undefined) throw new Error(code);
  return id;
}

/** Stores a photo of an anonymous sender, which everybody with its id may use, without charging a rate. */
export async function givenNobodysPhoto(app: TestServer, { municipalityId }: Place, bytes?: Buffer): Promise<string> {
  const ctx = forkContext(app.services, anonymous);
  const picture = bytes ?? (await makePicture());
  return toGlobalId('Photo', (await uploadPhoto(ctx, { municipalityId, bytes: picture, alt: null })).id);
}
