import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

export interface PublicDocument {
  /** Content type. */
  readonly type: string;
  readonly body: string | TaggedBody;
  /** For how long caches may keep the document. */
  readonly seconds: number;
}

/** Sends a document that is the same for everybody, with an ETag; answers 304 if the client has it already. */
export function sendPublic(request: Request, response: Response, { seconds, ...document }: PublicDocument): void {
  sendUnlessKnown(request, response, document, `public, max-age=${seconds}`);
}

/** Body with its ETag, for documents that are sent many times. */
export interface TaggedBody {
  readonly bytes: Buffer;
  readonly tag: string;
}

/** Computes the ETag of a body once, for all requests to which it is sent. */
export function tagBody(body: string): TaggedBody {
  const bytes = Buffer.from(body);
  return { bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"` };
}

type OwnDocument = Omit<PublicDocument, 'seconds'>;

/** Sends a document for one person, with an ETag; only the client may keep it, and asks each time whether it has changed. */
export function sendOwn(request: Request, response: Response, document: OwnDocument): void {
  sendUnlessKnown(request, response, document, 'private, no-cache');
}

function sendUnlessKnown(request: Request, response: Response, { type, body }: OwnDocument, caching: string): void {
  const { bytes, tag } = typeof body === 'string' ? tagBody(body) : body;
  response.set({ ETag: tag, 'Cache-Control': caching });
  if (knows(request, tag)) response.status(304).end();
  else response.set('Content-Type', type).send(bytes);
}

/** Whether the client names the tag in If-None-Match, a list that may be marked as weak. */
function knows(request: Request, tag: string): boolean {
  const known = request.get('if-none-match')?.split(',') ?? [];
  return known.some((one) => one.trim().replace(/^W\//, '') === tag);
}
