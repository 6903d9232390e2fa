import { afterEach, expect, test, vi } from 'vitest';
import { keepDevice, rememberDevice } from './keepDevice.ts';
import { forget } from '../shared/storage.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  forget('mine.device');
});

const key = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 255)]).toString('base64url');
const other = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url');

/** Browser with a subscription for `of`; a new one gets the endpoint `new`. Returns the endpoints that are sent. */
function openBrowser(endpoint: string, of = key) {
  const sent: string[] = [];
  const made = (at: string) => ({
    options: { applicationServerKey: Uint8Array.from(Buffer.from(of, 'base64url')).buffer },
    toJSON: () => ({ endpoint: at, keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: () => Promise.resolve(true),
  });
  const pushManager = {
    getSubscription: () => Promise.resolve(made(endpoint)),
    subscribe: () => Promise.resolve(made('new')),
  };
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: () => Promise.resolve({ pushManager }) } });
  const apollo = {
    query: () => Promise.resolve({ data: { pushKey: key, viewer: { id: 'v', contacts: [] } } }),
    mutate: ({ variables }: { variables: { input: { endpoint: string } } }) => {
      sent.push(variables.input.endpoint);
      return Promise.resolve({ data: { addDevice: { contact: { id: 'd' }, userErrors: [] } } });
    },
  } as unknown as Parameters<typeof keepDevice>[0]['apollo'];
  return { apollo, sent };
}

test('an address that has changed is sent again, once', async () => {
  rememberDevice('old');
  const { apollo, sent } = openBrowser('changed');
  await keepDevice({ apollo });
  await keepDevice({ apollo });
  expect(sent).toEqual(['changed']);
});

test('a subscription for another key is replaced', async () => {
  rememberDevice('old');
  const { apollo, sent } = openBrowser('old', other);
  await keepDevice({ apollo });
  expect(sent).toEqual(['new']);
});

test('nothing is sent for the same address, and in a browser that is no device of the person', async () => {
  const { apollo, sent } = openBrowser('same');
  await keepDevice({ apollo });
  rememberDevice('same');
  await keepDevice({ apollo });
  expect(sent).toEqual([]);
});
