/** Signing in or out in one tab holds for all tabs of the browser; their sockets and caches must not lag behind. */
const name = 'ortsfunk.session';

export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage('renewed');
  channel.close();
}

export function onOtherTab(renew: () => void): void {
  new BroadcastChannel(name).onmessage = () => renew();
}
