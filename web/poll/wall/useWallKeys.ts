import { onScopeDispose } from 'vue';

interface Acts {
  /** Reveals the next part of the result, or hides it again. */
  readonly reveal: () => void;
  /** Moves by this number of questions. */
  readonly step: (by: 1 | -1) => void;
}

const steps: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/** Keys of the wall: Space reveals, arrows (and a presenter's remote) change the question, F toggles full screen. */
export function useWallKeys({ reveal, step }: Acts) {
  const fill = () =>
    void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());

  const onKey = (event: KeyboardEvent) => {
    const { key, target, repeat } = event;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const by = steps[key];
    // On a button Space presses the button; arrows have no meaning for a button.
    const isTaken = target instanceof Element && target.closest(by ? 'input' : 'button, a, input') !== null;
    if (!isPlain || repeat || isTaken) return;
    if (by) step(by);
    else if (key === ' ') reveal();
    else if (key.toLowerCase() === 'f') fill();
    else return;
    event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
  return { fill };
}
