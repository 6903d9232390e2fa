import type { Transport } from '../../shared/apollo.ts';
import { outboxOf } from '../../issue/report/outbox/outbox.ts';
import { line } from '../../offline/line.ts';

/**
 * Starts offline support after the first screen: registers the service worker, which opens pages offline, and sends
 * waiting reports.
 */
export function startOffline({ apollo, socket }: Transport): void {
  // Private windows refuse to register a service worker.
  if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
  const send = outboxOf(apollo);
  const onBack = () => {
    const wasCut = line.isCut;
    Object.assign(line, { isCut: false, readAt: null });
    send();
    if (wasCut) void apollo.refetchQueries({ include: 'active' });
  };
  line.isCut ||= !navigator.onLine;
  window.addEventListener('offline', () => (line.isCut = true));
  window.addEventListener('online', onBack);
  // The browser does not notice a connection that breaks further away.
  socket.on('connected', onBack);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && send());
  send();
}
