import { onScopeDispose, ref } from 'vue';

/** Space shows and hides the result, F fills the screen. On a button Space presses that. */
export function useWallKeys() {
  const isRevealed = ref(false);
  const reveal = () => (isRevealed.value = !isRevealed.value);
  const fill = () =>
    void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());

  const onKey = (event: KeyboardEvent) => {
    const { key, target, repeat } = event;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isPlain || repeat || (target instanceof Element && target.closest('button, a, input'))) return;
    if (key === ' ') reveal();
    else if (key.toLowerCase() === 'f') fill();
    else return;
    event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
  return { isRevealed, reveal, fill };
}
