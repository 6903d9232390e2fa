import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import type { Services } from '../../kernel/context.ts';
import { Refusal } from '../../kernel/errors.ts';
import { answerFailures, type Authenticate, contextOf } from '../../kernel/routes.ts';
import { exportTextsIn } from '../privacy.texts.ts';
import { openExport } from './privacy.export.service.ts';
import { packExport } from './privacy.export.zip.service.ts';

/** `GET /exports/<token>.zip`: the ZIP of an export, once. A browser that comes again reads a sentence instead of JSON. */
export function exportRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);
  router.get('/exports/:file', async (request, response) => {
    try {
      const ctx = await context(request, response);
      const { subject, frame } = await openExport(ctx, String(request.params.file).replace(/\.zip$/, ''));
      const zip = await packExport(ctx, subject, frame);
      response.set({ ...headers, 'Content-Disposition': `attachment; filename="${nameAt(frame.at)}"` });
      await pipeline(zip, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else if (error instanceof Refusal && request.accepts('json', 'html') === 'html') {
        const { texts } = exportTextsIn(request.acceptsLanguages('de', 'en') || 'de');
        response.status(410).set('Cache-Control', 'no-store').type('text').send(`${texts.refused}\n`);
      } else failing(error, request, response);
    }
  });
  return router;
}

const headers = {
  'Content-Type': 'application/zip',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
};

function nameAt(at: Date): string {
  return `meine-daten-${at.toISOString().slice(0, 10)}.zip`;
}
