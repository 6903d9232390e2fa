import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { idOf } from '../kernel/ids.ts';
import { answerFailures, contextOf, type Route } from '../kernel/routes.ts';
import { drawNotice } from './calendar.notice.pdf.ts';
import { readNotice } from './calendar.notice.service.ts';

/** `GET /event-notices/<occurrence>.pdf`: the notice of a date to be printed, for everybody who may read the event. */
export const noticeRouter: Route = (services, authenticate) => {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);

  router.get('/event-notices/:occurrence.pdf', async (request, response) => {
    try {
      const ctx = await context(request, response);
      const notice = await readNotice(ctx, idOf('Occurrence', String(request.params.occurrence)));
      const day = notice.occurrence.startsAt.toISOString().slice(0, 10);
      response.set({ 'Content-Type': 'application/pdf', 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
      response.set('Content-Disposition', `inline; filename="aushang-${notice.town.ags}-${day}.pdf"`);
      await pipeline(drawNotice(notice), response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else failing(error, request, response);
    }
  });
  return router;
};
