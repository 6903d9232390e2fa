import { UploadRefused } from '../../media/upload.ts';
import { askForProof } from '../../shared/renewedProof.ts';

/** A missing person as the page shows it. It stays in memory only: no cache, no store of this device. */
export interface ShownPerson {
  readonly name: string;
  readonly description: string | null;
  /** Address of the photo; null: none. */
  readonly photo: string | null;
  readonly policeReference: string | null;
  readonly phone: string | null;
}

/** Whether warnings of this template name a person. */
export function namesPerson({ template, status }: { readonly template: string; readonly status: string }): boolean {
  return template === 'missingPerson' && status === 'ACTUAL';
}

/** The person of an incident, or of an alert that waits; null: over, unknown, or no connection. */
export async function readPerson(of: string): Promise<ShownPerson | null> {
  try {
    const response = await fetch(`/missing/${encodeURIComponent(of)}.json`, { cache: 'no-store' });
    const answer: unknown = response.ok ? await response.json() : null;
    return isObject(answer) && isPerson(answer.person) ? answer.person : null;
  } catch {
    return null;
  }
}

/** Uploads a photo for the next warning, if needed after a new proof of identity; returns its id. Throws UploadRefused. */
export async function uploadPersonPhoto(ags: string, photo: Blob): Promise<string> {
  const headers = { 'content-type': photo.type, 'apollo-require-preflight': 'true' };
  const response = await fetch(`/missing/${ags}`, { method: 'POST', headers, body: photo }).catch(() => null);
  if (response === null) throw new UploadRefused('NETWORK');
  const answer: unknown = await response.json().catch(() => null);
  const stored = isObject(answer) && isObject(answer.photo) ? answer.photo.id : null;
  if (response.ok && typeof stored === 'string') return stored;
  const code = codeIn(answer) ?? 'INTERNAL';
  if (code === 'SIGN_IN_AGAIN' && (await askForProof())) return uploadPersonPhoto(ags, photo);
  throw new UploadRefused(code);
}

function codeIn(answer: unknown): string | null {
  const error: unknown = isObject(answer) && Array.isArray(answer.errors) ? answer.errors[0] : null;
  const code = isObject(error) && isObject(error.extensions) ? error.extensions.code : null;
  return typeof code === 'string' ? code : null;
}

function isPerson(value: unknown): value is ShownPerson {
  return isObject(value) && typeof value.name === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
