import { Router } from 'express';
import type { Services } from './context.ts';
import type { ProxyWatch } from './proxies.ts';

/** Returns sentences for operators. */
type Warn = () => Promise<readonly string[]>;

const untrustedProxy = 'X-Forwarded-For arrives, but TRUST_PROXY is 0: all visitors may count as one address';

/**
 * `/livez`: the process responds. `/readyz`: the process may receive traffic (the database is reachable, the process is
 * not draining, the machine has no fault), with warnings about settings and backups, which do not change the status. During a fault
 * of the machine the process still answers reads: `/readyz?reads` then has status 200.
 */
export function healthRouter(services: Services, proxies: ProxyWatch, backups: Warn): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (request, response) => {
    const isReachable = await databaseAnswers(services);
    const faults = services.machine.faults();
    const isReading = isReachable && !services.isDraining();
    const isReady = isReading && faults.length === 0;
    const isFine = request.query.reads === undefined ? isReady : isReading;
    response.status(isFine ? 200 : 503).json({
      status: isReady ? 'ok' : isReading ? 'read-only' : 'unavailable',
      database: isReachable ? 'ok' : 'unreachable',
      draining: services.isDraining(),
      faults,
      warnings: [...(proxies.isUntrusted() ? [untrustedProxy] : []), ...(isReachable ? await backups() : [])],
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
