import { afterEach, expect, test, vi } from 'vitest';
import { forget } from '../../shared/storage.ts';
import { keepFollowing } from './keepFollowing.ts';
import { keepLink, recallLinks } from './keptLink.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  forget('deviceLinks');
});

const key = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 255)]).toString('base64url');

/** Browser with a subscription. Returns the input of what it sends; the server answers with `codes`. */
function openBrowser(endpoint: string, codes: readonly string[] = []) {
  const sent: unknown[] = [];
  const subscription = {
    options: { applicationServerKey: Uint8Array.from(Buffer.from(key, 'base64url')).buffer },
    toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
  };
  const pushManager = { getSubscription: () => Promise.resolve(subscription) };
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: () => Promise.resolve({ pushManager }) } });
  const apollo = {
    query: () => Promise.resolve({ data: { pushKey: key } }),
    mutate: ({ variables: { input } }: { variables: { input: unknown } }) => {
      sent.push(input);
      const userErrors = codes.map((code) => ({ code }));
      return Promise.resolve({ data: { renewDeviceByLink: { choices: codes.length > 0 ? null : {}, userErrors } } });
    },
  } as unknown as Parameters<typeof keepFollowing>[0]['apollo'];
  return { apollo, sent };
}

test('an address that has changed is sent once for each town', async () => {
  keepLink('07138073', { token: 'one', endpoint: 'old' });
  keepLink('05382008', { token: 'two', endpoint: 'new' });
  const { apollo, sent } = openBrowser('new');
  await keepFollowing({ apollo });
  await keepFollowing({ apollo });
  expect(sent).toEqual([{ token: 'one', endpoint: 'new', p256dh: 'p', auth: 'a' }]);
  expect(recallLinks()['07138073']).toEqual({ token: 'one', endpoint: 'new' });
});

test('a link that is no longer valid is forgotten, and a device that follows nothing sends nothing', async () => {
  keepLink('07138073', { token: 'one', endpoint: 'old' });
  const { apollo, sent } = openBrowser('new', ['UNKNOWN_LINK']);
  await keepFollowing({ apollo });
  expect(recallLinks()).toEqual({});
  await keepFollowing({ apollo });
  expect(sent).toHaveLength(1);
});
