import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { type Actor, anonymous } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { uploadProof } from '../media/media.links.service.ts';
import { uploadPhoto } from '../media/media.service.ts';
import { identify, type Identified } from './client.ts';
import type { Place, Somebody } from './builders.ts';
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
  /** Proof that makes its holder the sender; null with an account, undefined if refused. */
  readonly proof?: string | null;
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

/** Photo of a sender without an account, as the inputs of reports name it. */
export interface ProvenPhoto {
  readonly photoIds: readonly [string];
  readonly photoProofs: readonly [string];
}

/** Stores a photo that was sent without an account, without charging a rate. */
export async function givenProvenPhoto(app: TestServer, place: Place, bytes?: Buffer): Promise<ProvenPhoto> {
  const photoId = await store(app, place, anonymous, bytes);
  return { photoIds: [toGlobalId('Photo', photoId)], photoProofs: [uploadProof(app.services, photoId)] };
}

/** Stores a photo of this person without charging a rate; returns its global id. */
export async function givenStoredPhoto(app: TestServer, place: Place, who: Somebody, bytes?: Buffer): Promise<string> {
  const sender: Actor = {
    kind: 'person',
    id: who.personId,
    sessionId: randomUUID(),
    expiresAt: new Date(Date.now() + 3_600_000),
    roles: [],
  };
  return toGlobalId('Photo', await store(app, place, sender, bytes));
}

async function store(app: TestServer, { municipalityId }: Place, sender: Actor, bytes?: Buffer): Promise<string> {
  const picture = bytes ?? (await makePicture());
  const photo = await uploadPhoto(forkContext(app.services, sender), { municipalityId, bytes: picture, alt: null });
  return photo.id;
}
