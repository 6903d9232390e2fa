import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import type { Services } from '../../kernel/context.ts';
import { answerFailures, type Authenticate, contextOf } from '../../kernel/routes.ts';
import { csvOf, type DeliveryProof, readProof } from './notification.export.service.ts';
import { drawProof } from './notification.proof.pdf.ts';

/** `GET /deliveries/<report>/proof.csv` and `.pdf`: proof of delivery for those who may read the report. */
export function proofRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);

  const answer =
    (type: string, ending: string, send: (proof: DeliveryProof, response: Response) => Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      try {
        const proof = await readProof(await context(request, response), String(request.params.report));
        const name = `zustellung-${proof.town.ags}-${proof.at.toISOString().slice(0, 10)}.${ending}`;
        response.set({ 'Content-Type': type, 'Cache-Control': 'no-store' });
        response.set('Content-Disposition', `attachment; filename="${name}"`);
        await send(proof, response);
      } catch (error) {
        if (response.headersSent) response.destroy();
        else failing(error, request, response);
      }
    };

  const sendCsv = (proof: DeliveryProof, response: Response): Promise<void> => {
    response.send(csvOf(proof));
    return Promise.resolve();
  };
  router.get('/deliveries/:report/proof.csv', answer('text/csv; charset=utf-8', 'csv', sendCsv));
  router.get(
    '/deliveries/:report/proof.pdf',
    answer('application/pdf', 'pdf', (proof, response) => pipeline(drawProof(proof), response)),
  );
  return router;
}
