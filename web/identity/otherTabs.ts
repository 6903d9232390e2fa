/**
 * Name of the channel that reports sign-in and sign-out to other tabs of the browser, whose sockets and caches must
 * follow.
 */
const name = 'ortsfunk.session';

export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage('renewed');
  channel.close();
}

export function onOtherTab(renew: () => void): void {
  new BroadcastChannel(name).onmessage = () => renew();
}
