/** Thrown when the server refuses an upload; errors.ts translates `code`. */
export class UploadRefused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Photo that the server has. */
export interface UploadedPhoto {
  readonly id: string;
  /** Proof for a photo that was sent without an account: a report sends it with the id. Null with an account. */
  readonly proof: string | null;
}

/** Uploads one photo. Throws UploadRefused. */
export async function uploadPhoto(
  ags: string,
  photo: Blob,
  alt: string,
  credentials: RequestCredentials = 'same-origin',
): Promise<UploadedPhoto> {
  const response = await send(ags, photo, alt, credentials);
  const answer: unknown = await response.json().catch(() => null);
  const { id, proof } = isObject(answer) && isObject(answer.photo) ? answer.photo : {};
  if (response.ok && typeof id === 'string') return { id, proof: typeof proof === 'string' ? proof : null };
  throw new UploadRefused(codeIn(answer) ?? 'INTERNAL');
}

async function send(ags: string, body: Blob, alt: string, credentials: RequestCredentials): Promise<Response> {
  const headers = {
    'content-type': body.type,
    'apollo-require-preflight': 'true',
    ...(alt && { 'photo-alt': encodeURIComponent(alt) }),
  };
  try {
    return await fetch(`/upload/${ags}`, { method: 'POST', credentials, headers, body });
  } catch {
    throw new UploadRefused('NETWORK');
  }
}

function codeIn(answer: unknown): string | null {
  const error: unknown = isObject(answer) && Array.isArray(answer.errors) ? answer.errors[0] : null;
  const code = isObject(error) && isObject(error.extensions) ? error.extensions.code : null;
  return typeof code === 'string' ? code : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
