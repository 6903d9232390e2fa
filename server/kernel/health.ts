import { Router } from 'express';
import type { Services } from './context.ts';

/**
 * `/livez`: the process responds. `/readyz`: the process may receive traffic (the database is reachable, the process is
 * not draining).
 */
export function healthRouter(services: Services): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const isReachable = await databaseAnswers(services);
    const isReady = isReachable && !services.isDraining();
    response.status(isReady ? 200 : 503).json({
      status: isReady ? 'ok' : 'unavailable',
      database: isReachable ? 'ok' : 'unreachable',
      draining: services.isDraining(),
    });
  });
  return router;
}

async function databaseAnswers({ em }: Services): Promise<boolean> {
  try {
    await em.fork().execute('select 1');
    return true;
  } catch {
    return false; // reported in the answer, which the operator's monitoring reads
  }
}
