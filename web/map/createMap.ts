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
  /** Returns the content of the map; called again whenever the page changes between light and dark. */
  readonly drawing: () => Omit<Drawing, 'colours'>;
  /** Names and hints in the visitor's language, by the keys of MapLibre. */
  readonly words: Record<string, string>;
  /** Whether the map is inside a scrolling page: one finger scrolls the page, two move the map. */
  readonly isInPage: boolean;
  /** Whether the whole town is shown first, instead of the reports. */
  readonly showsTown?: boolean;
  /** Called when the town's own map cannot be loaded and the outline is drawn instead. */
  readonly onFallback: () => void;
}

/**
 * Creates a map that cannot be rotated or tilted, stays in the town's surroundings and requests only permitted hosts.
 */
export function createMap({
  container,
  drawing,
  words,
  isInPage,
  showsTown = false,
  onFallback,
}: MapOptions): MapLibreMap {
  const { town } = drawing();
  setWorkerUrl(workerFor(town));
  const map = new MapLibreMap({
    container,
    locale: words,
    cooperativeGestures: isInPage,
    attributionControl: false,
    maxZoom: 19,
    bounds: [...(showsTown ? town.box : firstView(drawing()))],
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
  // Only errors before the first idle state matter: later a missing tile leaves a hole, but without a style there is no
  // map.
  map.once('idle', () => beginning.unsubscribe());
  map.on('idle', () => (container.dataset.map = 'idle'));
  // Lets the browser tests ask which features are drawn.
  Object.assign(container, { map });
  return map;
}

/** Initial view: the chosen report, otherwise all reports, otherwise the town. */
function firstView({ town, points, chosenId }: Omit<Drawing, 'colours'>): Box {
  const chosen = points.filter(({ id }) => id === chosenId);
  if (points.length === 0) return town.box;
  return boxAround(chosen.length > 0 ? chosen : points);
}

/** Paints the map, and again whenever the page changes between light and dark. */
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

/**
 * Address of the worker's script. Its response carries the policy of permitted hosts, so each host needs its own
 * address in the browser's cache.
 */
function workerFor({ settings: { url } }: MapTown): string {
  const address = new URL(workerUrl, window.location.href);
  if (url) address.searchParams.set('for', new URL(url).origin);
  return address.href;
}
