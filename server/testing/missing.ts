import sharp from 'sharp';
import { sendWarning } from './alerts.ts';
import type { Place } from './builders.ts';
import { identify, type Identified } from './client.ts';
import type { TestServer } from './server.ts';

/** Alert of level 2 from the template missingPerson. `given` replaces fields. */
export function missingAlert(given: object = {}): object {
  return {
    severity: 'MODERATE',
    certainty: 'OBSERVED',
    slots: [
      { name: 'PLACE', value: 'Altstadt' },
      { name: 'TIME', value: 'Sonntag, 14 Uhr' },
      { name: 'PHONE', value: '02224 18060' },
      { name: 'NUMBER', value: 'POL-2026-4711' },
    ],
    ...given,
  };
}

/** Writes a warning about a missing person, which waits. `person`: values of MissingPersonInput; null: none. */
export function sendMissing(
  app: TestServer,
  place: Place,
  who: Identified,
  { person, alert = {} }: { readonly person: object | null; readonly alert?: object },
) {
  const more = { template: 'missingPerson', missingPerson: person };
  return sendWarning(app, place, who, missingAlert(alert), more);
}

/** Noisy picture, whose bytes no other picture shares, with the text in its metadata. */
export function makePortrait(metadata = 'Telefon'): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width: 300, height: 400, channels: 3, background: '#000', noise } })
    .withExif({ IFD0: { ImageDescription: metadata } })
    .jpeg()
    .toBuffer();
}

interface UploadAnswer {
  readonly status: number;
  readonly code?: string | undefined;
  /** Empty: the upload was refused. */
  readonly id: string;
}

/** Uploads a photo of a missing person as the composer does. */
export async function uploadPortrait(
  app: TestServer,
  { ags }: Place,
  who: Identified,
  body: Buffer,
): Promise<UploadAnswer> {
  const response = await fetch(`http://127.0.0.1:${app.port}/missing/${ags}`, {
    method: 'POST',
    body: new Blob([Uint8Array.from(body)]),
    headers: { 'content-type': 'image/jpeg', 'apollo-require-preflight': 'true', ...identify(who) },
  });
  const answer = (await response.json()) as {
    photo?: { id: string };
    errors?: readonly { extensions: { code: string } }[];
  };
  return { status: response.status, code: answer.errors?.[0]?.extensions.code, id: answer.photo?.id ?? '' };
}

/** Requests a path below /missing; `who` empty: without a session. */
export function readMissing(app: TestServer, path: string, who: Identified = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${app.port}/missing/${path}`, { headers: identify(who) });
}
