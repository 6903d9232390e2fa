/**
 * Whether this browser can receive messages. HOME_SCREEN: an iPhone or iPad, which can only as an app on the Home Screen. DENIED: the person
 * has forbidden messages of this site.
 */
export type PushAbility = 'READY' | 'HOME_SCREEN' | 'NONE' | 'DENIED';

export function readAbility(): PushAbility {
  // Only Safari on iPhone and iPad has this property.
  const isHomeScreen = 'standalone' in navigator ? Boolean(navigator.standalone) : undefined;
  if (isHomeScreen === false) return 'HOME_SCREEN';
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'NONE';
  return Notification.permission === 'denied' ? 'DENIED' : 'READY';
}

/** Parts of a PushSubscription that the server needs. */
export interface DeviceAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/**
 * Asks the person for permission and subscribes the browser at its push service; must be called by a click. A subscription
 * for another key is replaced.
 */
export async function subscribe(pushKey: string): Promise<DeviceAddress | 'DENIED' | 'FAILED'> {
  if ((await Notification.requestPermission()) !== 'granted') return 'DENIED';
  return (await renewSubscription(pushKey)) ?? 'FAILED';
}

/** Address of this browser for the key; null: it has no subscription, or one for another key. */
export async function findSubscription(pushKey: string): Promise<DeviceAddress | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  const known = await registration?.pushManager.getSubscription();
  return known && isFor(known, pushKey) ? addressOf(known) : null;
}

/** Subscribes the browser for the key, and nothing else; null: there is no push service, or none that answers. */
export async function renewSubscription(pushKey: string): Promise<DeviceAddress | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration) return null;
  try {
    const known = await registration.pushManager.getSubscription();
    if (known && !isFor(known, pushKey)) await known.unsubscribe();
    const options = { userVisibleOnly: true, applicationServerKey: pushKey };
    return addressOf(await registration.pushManager.subscribe(options));
  } catch {
    return null;
  }
}

/** Ends the subscription of this browser. */
export async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

function addressOf(subscription: PushSubscription): DeviceAddress {
  const { endpoint = '', keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON();
  return { endpoint, p256dh, auth };
}

function isFor({ options: { applicationServerKey: key } }: PushSubscription, pushKey: string): boolean {
  return key !== null && base64url(new Uint8Array(key)) === pushKey;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

const browsers = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac', 'Mac'],
  ['Linux', 'Linux'],
] as const;

/** Name of this device that its owner recognises: "Firefox, Android"; empty if nothing is known. */
export function describeDevice(userAgent: string): string {
  const names = [browsers, systems].map((list) => list.find(([mark]) => userAgent.includes(mark))?.[1]);
  return names.filter((name) => name !== undefined).join(', ');
}
