import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import type { Services } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { answerFailures, type Authenticate, contextOf } from '../../kernel/routes.ts';
import { drawSheet } from './calendar.sheet.pdf.ts';
import { type AttendanceSheet, csvOf, readSheet } from './calendar.sheet.service.ts';

/** `GET /attendances/<slot>/list.csv` and `.pdf`: the list of a slot with names, for organisers. */
export function sheetRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);

  const answer =
    (type: string, ending: string, send: (sheet: AttendanceSheet, response: Response) => Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      try {
        const ctx = await context(request, response);
        const sheet = await readSheet(ctx, idOf('Slot', String(request.params.slot)));
        const name = `teilnehmer-${sheet.town.ags}-${sheet.occurrence.startsAt.toISOString().slice(0, 10)}.${ending}`;
        response.set({ 'Content-Type': type, 'Cache-Control': 'no-store' });
        response.set('Content-Disposition', `attachment; filename="${name}"`);
        await send(sheet, response);
      } catch (error) {
        if (response.headersSent) response.destroy();
        else failing(error, request, response);
      }
    };

  const sendCsv = (sheet: AttendanceSheet, response: Response): Promise<void> => {
    response.send(csvOf(sheet));
    return Promise.resolve();
  };
  router.get('/attendances/:slot/list.csv', answer('text/csv; charset=utf-8', 'csv', sendCsv));
  router.get(
    '/attendances/:slot/list.pdf',
    answer('application/pdf', 'pdf', (sheet, response) => pipeline(drawSheet(sheet), response)),
  );
  return router;
}
