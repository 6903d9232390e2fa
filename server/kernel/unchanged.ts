import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

export interface PublicDocument {
  /** Content type. */
  readonly type: string;
  readonly body: string;
  /** For how long caches may keep the document. */
  readonly seconds: number;
}

/** Sends a document that is the same for everybody, with an ETag; answers 304 if the client has it already. */
export function sendPublic(request: Request, response: Response, { type, body, seconds }: PublicDocument): void {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  response.set({ ETag: tag, 'Cache-Control': `public, max-age=${seconds}` });
  if (knows(request, tag)) response.status(304).end();
  else response.set('Content-Type', type).send(body);
}

/** Whether the client names the tag in If-None-Match, a list that may be marked as weak. */
function knows(request: Request, tag: string): boolean {
  const known = request.get('if-none-match')?.split(',') ?? [];
  return known.some((one) => one.trim().replace(/^W\//, '') === tag);
}
