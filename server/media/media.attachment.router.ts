import express, { Router } from 'express';
import { validate } from 'uuid';
import type { Services } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { answerFailures, type Authenticate, contextOf, onlyOwnPages, readBody } from '../kernel/routes.ts';
import { attachmentLimits } from './media.attachment.rules.ts';
import { admitAttachment, findAttachmentFile, uploadAttachment } from './media.attachment.service.ts';

/**
 * `POST /upload/<ags>/attachment`: one PDF as the body, at most 10 MB. `GET /media/<id>/<name>.pdf`: the file, for those
 * who may see what it is attached to.
 */
export function attachmentRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);

  router.post('/upload/:ags/attachment', onlyOwnPages(services), async (request, response) => {
    try {
      const ctx = await context(request, response);
      const { id, bytes } = await admitAttachment(ctx, String(request.params.ags), async (municipalityId) => {
        await readBody(raw, request, response);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        return uploadAttachment(ctx, municipalityId, body);
      });
      const attachment = { id: toGlobalId('Attachment', id), bytes };
      response.status(201).set('Cache-Control', 'no-store').json({ attachment });
    } catch (error) {
      failing(error, request, response);
    }
  });

  router.get('/media/:id/:file', async (request, response, next) => {
    const { id, file } = request.params;
    if (!file.endsWith('.pdf')) {
      next();
      return;
    }
    try {
      const ctx = await context(request, response);
      const found = validate(id) ? await findAttachmentFile(ctx, id) : undefined;
      if (found === undefined) throw new DomainError('NOT_FOUND');
      response.set({
        ...headers,
        'Content-Disposition': `attachment; filename="${found.name}"`,
      });
      response.send(found.bytes);
    } catch (error) {
      failing(error, request, response);
    }
  });
  return router;
}

/** Headers that keep a file harmless whatever it holds: nobody has checked it for viruses. */
const headers = {
  'Content-Type': 'application/pdf',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Browsers revalidate each time, because the person may have signed out or the post may be withdrawn.
  'Cache-Control': 'private, no-cache',
};

const raw = express.raw({ type: () => true, limit: attachmentLimits.bytes, inflate: false });
