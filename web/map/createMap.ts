import { addProtocol, MapLibreMap, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { Protocol } from 'pmtiles';
import { onThemeChange, readColours } from './colours.ts';
import { type Box, boxAround } from './geometry.ts';
import { type Drawing, styleOf, withTown } from './mapStyle.ts';
import { drawPin, pinRatio } from './pins.ts';
import type { MapTown } from './townMap.ts';

addProtocol('pmtiles', new Protocol().tile);

export interface MapOptions {
  readonly container: HTMLElement;
  /** What is to be drawn now; read again whenever the page turns light or dark. */
  readonly drawing: () => Omit<Drawing, 'colours'>;
  /** Names and hints in the visitor's language, by MapLibre's keys. */
  readonly words: Record<string, string>;
  /** Inside a page that scrolls: one finger scrolls the page, two move the map. */
  readonly isInPage: boolean;
  /** The town's own map did not come: the outline is drawn instead. */
  readonly onFallback: () => void;
}

/** A map that is never rotated or tilted, cannot leave the town's surroundings, and asks nobody it was not told to. */
export function createMap({ container, drawing, words, isInPage, onFallback }: MapOptions): MapLibreMap {
  const { town } = drawing();
  setWorkerUrl(workerFor(town));
  const map = new MapLibreMap({
    container,
    locale: words,
    cooperativeGestures: isInPage,
    attributionControl: false,
    maxZoom: 19,
    bounds: [...firstView(drawing())],
    fitBoundsOptions: { padding: 56, maxZoom: 15 },
    maxBounds: [...town.reach],
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ maxWidth: 72 }), 'bottom-left');
  const paint = keepPainted(map, drawing);
  const beginning = map.on('error', () => {
    beginning.unsubscribe();
    if (drawing().town.settings.source === 'OUTLINE') return;
    paint('OUTLINE');
    onFallback();
  });
  // A picture that is missing later leaves a hole until it is looked at again; without a beginning there is no map.
  map.once('idle', () => beginning.unsubscribe());
  map.on('idle', () => (container.dataset.map = 'idle'));
  // For whoever looks from outside: the browser suite asks it what is drawn.
  Object.assign(container, { map });
  return map;
}

/** What one came for: the chosen report, else all reports, else the town. */
function firstView({ town, points, chosenId }: Omit<Drawing, 'colours'>): Box {
  const chosen = points.filter(({ id }) => id === chosenId);
  if (points.length === 0) return town.box;
  return boxAround(chosen.length > 0 ? chosen : points);
}

/** Paints the map, and anew when the page turns light or dark. */
function keepPainted(map: MapLibreMap, drawing: MapOptions['drawing']) {
  let colours = readColours();
  let source: Drawing['town']['settings']['source'] | undefined;
  const paint = (instead = source) => {
    source = instead;
    colours = readColours();
    const now = { ...drawing(), colours };
    const style = styleOf(now, source);
    map.setStyle(style, {
      diff: false,
      ...(typeof style === 'string' && { transformStyle: (_before, theirs) => withTown(now, theirs) }),
    });
  };
  map.setMissingStyleImageResolver((name) => {
    const picture = drawPin(name, colours);
    if (picture) map.addImage(name, picture, { pixelRatio: pinRatio });
  });
  const stop = onThemeChange(() => paint());
  map.on('remove', stop);
  paint();
  return paint;
}

/** The worker's file carries the policy of what it may ask: another host is another file to the browser's cache. */
function workerFor({ settings: { url } }: MapTown): string {
  const address = new URL(workerUrl, window.location.href);
  if (url) address.searchParams.set('for', new URL(url).origin);
  return address.href;
}
