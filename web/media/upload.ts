import { repeatWithProof } from '../shared/work/repeatWithProof.ts';

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
  /** Address of the small file, for the sender. */
  readonly url: string;
}

/** Uploads one photo. Throws UploadRefused. */
export async function uploadPhoto(
  ags: string,
  photo: Blob,
  alt: string,
  credentials: RequestCredentials = 'same-origin',
): Promise<UploadedPhoto> {
  const { isTaken, answer } = await repeatWithProof(
    (work) => send(ags, photo, { alt, credentials, work }),
    (refused) => textIn(refused.answer, 'proofChallenge'),
  );
  const { id, proof, url } = isObject(answer) && isObject(answer.photo) ? answer.photo : {};
  if (isTaken && typeof id === 'string' && typeof url === 'string')
    return { id, proof: typeof proof === 'string' ? proof : null, url };
  throw new UploadRefused(textIn(answer, 'code') ?? 'INTERNAL');
}

/** Uploads a PDF; returns its id. Throws UploadRefused. */
export async function uploadAttachment(ags: string, file: Blob): Promise<string> {
  const { isTaken, answer } = await post(`/upload/${ags}/attachment`, file, {});
  const { id } = isObject(answer) && isObject(answer.attachment) ? answer.attachment : {};
  if (isTaken && typeof id === 'string') return id;
  throw new UploadRefused(textIn(answer, 'code') ?? 'INTERNAL');
}

interface Sending {
  readonly alt: string;
  readonly credentials: RequestCredentials;
  /** Proof of work; null: none was wanted. */
  readonly work: string | null;
}

function send(ags: string, body: Blob, { alt, credentials, work }: Sending) {
  const headers = {
    ...(alt && { 'photo-alt': encodeURIComponent(alt) }),
    ...(work !== null && { 'proof-of-work': work }),
  };
  return post(`/upload/${ags}`, body, headers, credentials);
}

async function post(
  path: string,
  body: Blob,
  more: Readonly<Record<string, string>>,
  credentials: RequestCredentials = 'same-origin',
) {
  const headers = { 'content-type': body.type, 'apollo-require-preflight': 'true', ...more };
  try {
    const response = await fetch(path, { method: 'POST', credentials, headers, body });
    const answer: unknown = await response.json().catch(() => null);
    return { isTaken: response.ok, answer };
  } catch {
    throw new UploadRefused('NETWORK');
  }
}

/** Text in the extensions of the first error. */
function textIn(answer: unknown, name: 'code' | 'proofChallenge'): string | null {
  const error: unknown = isObject(answer) && Array.isArray(answer.errors) ? answer.errors[0] : null;
  const text = isObject(error) && isObject(error.extensions) ? error.extensions[name] : null;
  return typeof text === 'string' ? text : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
