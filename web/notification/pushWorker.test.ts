import { expect, test, vi } from 'vitest';
import { openNotification, showMessage } from './pushWorker.ts';

type Worker = Parameters<typeof openNotification>[0];

interface Tab {
  url: string;
  readonly wasFocused: () => boolean;
}

/** Tab of a browser; `isOurs`: the service worker controls it, so that it may navigate it. */
function openTab(url: string, isOurs = true) {
  let focused = false;
  const tab = {
    url,
    wasFocused: () => focused,
    focus() {
      focused = true;
      return Promise.resolve(tab);
    },
    navigate(to: string) {
      if (!isOurs) return Promise.reject(new TypeError('not controlled'));
      tab.url = to;
      return Promise.resolve(tab);
    },
  };
  return tab;
}

/** Browser with these tabs; `opened`: addresses of new tabs, `shown`: notifications, `badges`: numbers on the icon. */
function openBrowser(...tabs: Tab[]) {
  const opened: string[] = [];
  const shown: unknown[][] = [];
  const badges: number[] = [];
  const worker = {
    location: new URL('https://unkel.example/sw.js'),
    clients: { matchAll: () => Promise.resolve(tabs), openWindow: (url: string) => Promise.resolve(opened.push(url)) },
    registration: { showNotification: (...args: unknown[]) => Promise.resolve(shown.push(args)) },
    navigator: {
      setAppBadge: (count: number) => Promise.resolve(badges.push(count)),
      clearAppBadge: () => Promise.resolve(badges.push(0)),
    },
  } as unknown as Worker;
  return { worker, opened, shown, badges };
}

const page = 'https://unkel.example/07138073/issues/M-2031';
function clicked(navigate = page) {
  const close = vi.fn();
  return { notification: { close, data: { navigate } } as unknown as Notification, close };
}

test('a click opens the page in the tab that is open', async () => {
  const tab = openTab('https://unkel.example/07138073');
  const { worker, opened } = openBrowser(tab);
  const { notification, close } = clicked();
  await openNotification(worker, notification);
  expect([tab.url, tab.wasFocused(), opened, close.mock.calls.length]).toEqual([page, true, [], 1]);
});

test('among several tabs the one that shows the page comes to the front', async () => {
  const other = openTab('https://unkel.example/07138073');
  const tab = openTab(page);
  await openNotification(openBrowser(other, tab).worker, clicked().notification);
  expect([other.wasFocused(), tab.wasFocused()]).toEqual([false, true]);
});

test('without a tab, or with one that cannot be navigated, a new tab opens', async () => {
  for (const tabs of [[], [openTab('https://unkel.example/', false)]]) {
    const { worker, opened } = openBrowser(...tabs);
    await openNotification(worker, clicked().notification);
    expect(opened).toEqual([page]);
  }
});

test('a message is shown with its tag and its page, and the icon gets the number', async () => {
  const { worker, shown, badges } = openBrowser();
  const notification = { title: 'Meldung M-2031', body: 'Neu', navigate: page, tag: 't1', lang: 'de', silent: false };
  const message = { web_push: 8030, notification, app_badge: 3 };
  await showMessage(worker, { json: () => message as unknown } as PushMessageData);
  expect(shown).toEqual([
    ['Meldung M-2031', { body: 'Neu', tag: 't1', lang: 'de', silent: false, renotify: true, data: { navigate: page } }],
  ]);
  expect(badges).toEqual([3]);
});

test('a message that cannot be read is shown nevertheless', async () => {
  const broken = {
    json: () => {
      throw new SyntaxError('no JSON');
    },
  } as unknown as PushMessageData;
  for (const data of [null, broken]) {
    const { worker, shown } = openBrowser();
    await showMessage(worker, data);
    expect(shown).toEqual([['unkel.example']]);
  }
});
