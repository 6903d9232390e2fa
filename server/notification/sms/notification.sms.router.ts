import { json, Router, urlencoded } from 'express';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { answerFailures, readBody, type Route } from '../../kernel/routes.ts';
import { isSameHash } from '../../kernel/secrets.ts';
import { receiptSecret, takeReport } from './notification.smsReceipt.service.ts';

const jsonReader = json({ limit: '20kb' });
const formReader = urlencoded({ limit: '20kb', extended: false });

/**
 * Receives reports of the SMS gateway, as JSON or as a form. Unknown ids are answered 200, because the gateway would
 * repeat them in vain; a delivery that is just being sent 503, so that the gateway reports again.
 */
export const smsReceiptRouter: Route = (services) => {
  const router = Router();
  const failing = answerFailures(services);
  router.post('/receipts/:secret/sms', async (request, response) => {
    const gateway = services.config.smsGateway;
    const isKnown = isSameHash(request.params.secret, receiptSecret(services));
    if (gateway === undefined || !isKnown) return void response.status(404).json({ outcome: 'NOT_FOUND' });
    try {
      services.machine.requireWritable();
      await readBody(jsonReader, request, response);
      await readBody(formReader, request, response);
      const body: unknown = request.body;
      const outcome = await takeReport(forkContext(services, system), gateway, body);
      response.status(outcome === 'TOO_EARLY' ? 503 : 200).json({ outcome });
    } catch (error) {
      failing(error, request, response);
    }
  });
  return router;
};
