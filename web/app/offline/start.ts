import type { Transport } from '../../shared/apollo.ts';
import { outboxOf } from '../../issue/report/outbox/outbox.ts';
import { line } from '../../offline/line.ts';

/** Once the first screen stands: the worker that opens the page without a line, and reports that wait for one. */
export function startOffline({ apollo, socket }: Transport): void {
  if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined); // private windows refuse
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
  // Where the line breaks further away the browser notices nothing.
  socket.on('connected', onBack);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && send());
  send();
}
