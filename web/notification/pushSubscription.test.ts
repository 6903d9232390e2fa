import { afterEach, expect, test, vi } from 'vitest';
import { describeDevice, readAbility, subscribe } from './pushSubscription.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const key = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 255)]).toString('base64url');

/** Browser whose person answers the question with `permission`; `known`: the key of an earlier subscription. */
function stubBrowser(permission: NotificationPermission, known?: string) {
  const calls: string[] = [];
  const made = (of: string) => ({
    options: { applicationServerKey: Uint8Array.from(Buffer.from(of, 'base64url')).buffer },
    toJSON: () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: () => Promise.resolve(calls.push('unsubscribe')),
  });
  const pushManager = {
    getSubscription: () => Promise.resolve(known === undefined ? null : made(known)),
    subscribe: ({ applicationServerKey }: { applicationServerKey: string }) => {
      calls.push('subscribe');
      return Promise.resolve(made(applicationServerKey));
    },
  };
  vi.stubGlobal('Notification', { permission, requestPermission: () => Promise.resolve(permission) });
  vi.stubGlobal('PushManager', class {});
  const serviceWorker = { getRegistration: () => Promise.resolve({ pushManager }) };
  vi.stubGlobal('navigator', { serviceWorker });
  return calls;
}

test('an iPhone in Safari needs the Home Screen first; there it is ready', () => {
  stubBrowser('default');
  expect(readAbility()).toBe('READY');
  vi.stubGlobal('navigator', { serviceWorker: {}, standalone: false });
  expect(readAbility()).toBe('HOME_SCREEN');
  vi.stubGlobal('navigator', { serviceWorker: {}, standalone: true });
  expect(readAbility()).toBe('READY');
  stubBrowser('denied');
  expect(readAbility()).toBe('DENIED');
  vi.stubGlobal('navigator', {});
  expect(readAbility()).toBe('NONE');
});

test('a subscription for another key is replaced, one for the same key is kept', async () => {
  const address = { endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' };
  const other = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url');
  const replaced = stubBrowser('granted', other);
  expect(await subscribe(key)).toEqual(address);
  expect(replaced).toEqual(['unsubscribe', 'subscribe']);
  const kept = stubBrowser('granted', key);
  expect(await subscribe(key)).toEqual(address);
  expect(kept).toEqual(['subscribe']);
  const refused = stubBrowser('denied');
  expect(await subscribe(key)).toBe('DENIED');
  expect(refused).toEqual([]);
});

test('devices have names that their owner recognises', () => {
  const agents = {
    'Firefox, Android': 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
    'Edge, Windows':
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Safari, iPhone':
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
    'Chrome, Android': 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
  };
  for (const [name, agent] of Object.entries(agents)) expect(describeDevice(agent)).toBe(name);
  expect(describeDevice('')).toBe('');
});
