import express, { type Request, Router } from 'express';
import { validate } from 'uuid';
import type { Services } from '../kernel/context.ts';
import { DomainError, Refusal } from '../kernel/errors.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { answerFailures, type Authenticate, contextOf, onlyOwnPages, readBody } from '../kernel/routes.ts';
import { photoSizes } from './media.entity.ts';
import { isProven, photoPath, uploadProof } from './media.links.service.ts';
import { photoLimits } from './media.rules.ts';
import { admitUpload, findPhotoFile, uploadPhoto } from './media.service.ts';

/**
 * `POST /upload/<ags>`: one picture as the body, at most 10 MB; a proof of work in the header `proof-of-work`. `GET /media/<id>/<size>.webp`: a file of a photo, for
 * those who may see the photo.
 */
export function mediaRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);

  router.post('/upload/:ags', onlyOwnPages(services), async (request, response) => {
    try {
      const ctx = await context(request, response);
      const { municipalityId } = await admitUpload(ctx, String(request.params.ags), request.get('proof-of-work'));
      await readBody(raw, request, response);
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { id, alt, width, height } = await uploadPhoto(ctx, { municipalityId, bytes, alt: altOf(request) });
      // Without an account the proof is what makes its holder the sender.
      const proof = ctx.actor.kind === 'anonymous' ? uploadProof(ctx, id) : null;
      const photo = {
        id: toGlobalId('Photo', id),
        alt: alt ?? null,
        width,
        height,
        url: photoPath(id, 'small'),
        proof,
      };
      response.status(201).set('Cache-Control', 'no-store').json({ photo });
    } catch (error) {
      failing(error, request, response);
    }
  });

  router.get('/media/:id/:file', async (request, response) => {
    const { id, file } = request.params;
    const size = photoSizes.find((name) => file === `${name}.webp`);
    try {
      const ctx = await context(request, response);
      const isKnown = validate(id) && size !== undefined;
      const hasProof = isProven(ctx, id, request.query);
      const bytes = isKnown ? await findPhotoFile(ctx, id, size, hasProof) : undefined;
      if (bytes === undefined) throw new DomainError('NOT_FOUND');
      // A photo that an anonymous request may read is public, so other websites may show it.
      const isForEverybody = ctx.actor.kind === 'anonymous' && !hasProof;
      response.set('Cross-Origin-Resource-Policy', isForEverybody ? 'cross-origin' : 'same-origin');
      // Browsers revalidate each time, because the person may have signed out or the photo may be hidden again.
      response.set({ ...photoHeaders, 'Cache-Control': 'private, no-cache' }).send(bytes);
    } catch (error) {
      failing(error, request, response);
    }
  });
  return router;
}

/** Headers that keep a file harmless even if it is not a picture. */
const photoHeaders = {
  'Content-Type': 'image/webp',
  'Content-Disposition': 'inline',
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
};

const raw = express.raw({ type: () => true, limit: photoLimits.bytes, inflate: false });

/**
 * Alt text from the header `photo-alt`, which is percent-encoded because headers hold no umlauts; null if empty.
 * Refused: BAD_CHARACTERS.
 */
function altOf(request: Request): string | null {
  try {
    return decodeURIComponent(request.get('photo-alt') ?? '') || null;
  } catch {
    throw new Refusal({ code: 'BAD_CHARACTERS', message: 'photo-alt must be percent-encoded', path: ['alt'] });
  }
}
