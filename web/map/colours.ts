/** Colours of maps, read from the page's current design tokens, light or dark. */
export type Colours = ReturnType<typeof readColours>;

export function readColours() {
  const rgb = tokenReader();
  return {
    outside: rgb('--of-sunken'),
    land: rgb('--of-surface'),
    border: rgb('--of-line-strong'),
    line: rgb('--of-line'),
    soft: rgb('--of-line-soft'),
    ink: rgb('--of-ink'),
    muted: rgb('--of-ink-muted'),
    water: rgb('--of-river'),
    green: rgb('--of-ok-soft'),
    street: rgb('--of-canvas'),
    action: rgb('--of-action'),
    onAction: rgb('--of-on-action'),
    warn: rgb('--of-warn'),
    info: rgb('--of-info'),
    ok: rgb('--of-ok'),
  };
}

/** Converts a token to rgb() with a canvas, because MapLibre cannot parse oklch(). */
function tokenReader(): (token: string) => string {
  const values = getComputedStyle(document.documentElement);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  return (token) => {
    if (!pen) return 'rgb(128,128,128)';
    pen.fillStyle = values.getPropertyValue(token);
    pen.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
    return `rgb(${red},${green},${blue})`;
  };
}

/** Calls `turned` whenever the page changes between light and dark, until the returned function is called. */
export function onThemeChange(turned: () => void): () => void {
  const observer = new MutationObserver(turned);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-kern-theme', 'data-contrast'],
  });
  return () => observer.disconnect();
}
