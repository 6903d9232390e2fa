import type { IncomingMessage } from 'node:http';
import type { Services } from './context.ts';

/** Watches whether requests come through a proxy that the settings do not know. */
export interface ProxyWatch {
  note(request: IncomingMessage): void;
  /** Whether a request carried X-Forwarded-For although TRUST_PROXY is 0. */
  isUntrusted(): boolean;
}

/**
 * Logs a warning at the first request with X-Forwarded-For while TRUST_PROXY is 0: behind a proxy all visitors then
 * share its address, and with it the limits of one address. A client may also have sent the header itself, so requests
 * are answered as usual.
 */
export function watchProxies({ config, log }: Pick<Services, 'config' | 'log'>): ProxyWatch {
  let isUntrusted = false;
  return {
    note({ headers }) {
      if (isUntrusted || config.trustProxy > 0 || headers['x-forwarded-for'] === undefined) return;
      isUntrusted = true;
      log.warn(
        'A request has the header X-Forwarded-For, but TRUST_PROXY is 0. If a proxy stands in front of this server, set ' +
          'TRUST_PROXY to the number of proxies: until then all visitors count as one address and share its limits. ' +
          'If there is no proxy, a client has sent the header, and nothing needs to be changed.',
      );
    },
    isUntrusted: () => isUntrusted,
  };
}
