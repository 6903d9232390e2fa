import type { Transport } from '../../shared/apollo.ts';
import { line } from '../../offline/line.ts';

/** Offline support leaves the line to the first screen for so long. */
const firstScreenMs = 2000;

/**
 * Starts offline support: notices a broken connection, registers the service worker, which opens pages offline, and
 * sends waiting reports.
 */
export function startOffline(transport: Transport): void {
  const { apollo, socket } = transport;
  let outbox: Promise<() => void> | null = null;
  const send = async () => {
    outbox ??= import('../../issue/report/outbox/outbox.ts').then(({ outboxOf }) => outboxOf(apollo));
    await outbox.then(
      (sendWaiting) => sendWaiting(),
      () => (outbox = null), // no connection: the next occasion loads it
    );
  };
  const onBack = () => {
    const wasCut = line.isCut;
    Object.assign(line, { isCut: false, readAt: null });
    if (outbox !== null || wasCut) void send();
    if (wasCut) void apollo.refetchQueries({ include: 'active' });
  };
  line.isCut ||= !navigator.onLine;
  window.addEventListener('offline', () => (line.isCut = true));
  window.addEventListener('online', onBack);
  // The browser does not notice a connection that breaks further away.
  socket.on('connected', onBack);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void send());
  setTimeout(
    () => {
      void import('../../privacy/learnErasure.ts')
        .then(({ learnErasure }) => learnErasure(transport))
        .catch(() => undefined);
      // Private windows refuse to register a service worker.
      if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
      void send();
      if ('Notification' in window && Notification.permission === 'granted') {
        void import('../../notification/keepDevice.ts')
          .then(({ keepDevice }) => keepDevice(transport))
          .catch(() => undefined);
        void import('../../notification/link/keepFollowing.ts')
          .then(({ keepFollowing }) => keepFollowing(transport))
          .catch(() => undefined);
      }
    },
    line.isCut ? 0 : firstScreenMs,
  );
}
