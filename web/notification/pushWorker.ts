/// <reference lib="webworker" />

/** Body of a push message: Declarative Web Push, which some browsers show without this code. */
interface PushedMessage {
  readonly notification: {
    readonly title: string;
    readonly body: string;
    /** Address of the page that a click opens. */
    readonly navigate: string;
    /** A newer message replaces one with the same tag. */
    readonly tag: string;
    readonly lang: string;
    readonly silent: boolean;
  };
  /** Number of unread messages. */
  readonly app_badge: number;
}

/** Parts of the worker that are used here. */
type Worker = Pick<ServiceWorkerGlobalScope, 'registration' | 'clients' | 'navigator' | 'location'>;

/**
 * Shows a message. Browsers end the subscription after a few messages that show nothing, so one that cannot be read is
 * shown as the name of the site.
 */
export async function showMessage(worker: Worker, data: PushMessageData | null): Promise<void> {
  const message = readMessage(data);
  if (message === undefined) {
    await worker.registration.showNotification(worker.location.hostname);
    return;
  }
  const { title, body, navigate, tag, lang, silent } = message.notification;
  const options = { body, tag, lang, silent, renotify: !silent, data: { navigate } };
  await worker.registration.showNotification(title, options);
  await showBadge(worker.navigator, message.app_badge);
}

function readMessage(data: PushMessageData | null): PushedMessage | undefined {
  try {
    const message: PushedMessage | null | undefined = data?.json();
    return message?.notification?.title === undefined ? undefined : message;
  } catch {
    return undefined; // no JSON
  }
}

/** Number on the icon of the app, where the browser has one. */
async function showBadge(navigator: Partial<WorkerNavigator>, count: number): Promise<void> {
  if (count > 0) await navigator.setAppBadge?.(count);
  else await navigator.clearAppBadge?.();
}

/** Opens the page of a message: in a tab of this site that is open, otherwise in a new one. */
export async function openNotification(worker: Worker, notification: Notification): Promise<void> {
  notification.close();
  const data: { readonly navigate?: string } | null = notification.data;
  const url = new URL(data?.navigate ?? '/', worker.location.origin).href;
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const tab = tabs.find((client) => client.url === url) ?? tabs[0];
  try {
    if (tab === undefined) throw new TypeError('no tab');
    const focused = await tab.focus();
    if (focused.url !== url) await focused.navigate(url);
  } catch {
    // A tab that this worker does not control, or that was closed meanwhile, cannot be navigated.
    await worker.clients.openWindow(url);
  }
}

/** Event of a subscription that the browser has replaced; TypeScript does not know it. */
export interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

const addDevice = 'mutation RenewDevice($input: AddDeviceInput!) { addDevice(input: $input) { userErrors { code } } }';

/** Sends the new address of the device; the cookie of the browser says which device it is. */
export async function renewDevice(
  worker: Worker,
  { oldSubscription, newSubscription }: SubscriptionChange,
): Promise<void> {
  const { pushManager } = worker.registration;
  const key = oldSubscription?.options.applicationServerKey;
  const renewed =
    newSubscription ??
    (key ? await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }) : undefined);
  if (!renewed) return;
  const { endpoint, keys: { p256dh = '', auth = '' } = {} } = renewed.toJSON();
  await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: addDevice, variables: { input: { endpoint, p256dh, auth } } }),
  });
}
