import { type MapLibreMap, Marker } from 'maplibre-gl';
import { nextTick, watch } from 'vue';
import { type Point, rounded } from './geometry.ts';

export interface PinOptions {
  readonly map: MapLibreMap;
  /** Element of the pin; receives the arrow keys. */
  readonly element: HTMLElement;
  /** Position of the pin; null: not set yet. */
  readonly pin: () => Point | null;
  /** Called when the user moves the pin; it returns to `pin` unless that changes. */
  readonly onWish: (wish: Point) => void;
}

/** Minimum zoom level at which streets can be recognised. */
const nearZoom = 15;

/**
 * A pin that is moved by drag, by a tap on the map or by arrow keys. When it is moved otherwise, the map follows it.
 */
export function usePin({ map, element, pin, onWish }: PinOptions): void {
  const marker = new Marker({ element, anchor: 'bottom', draggable: true });
  let isShown = false;
  let isWished = false;
  const show = () => {
    const point = pin();
    if (point) marker.setLngLat([point.lon, point.lat]);
    // Adding the pin again would lose the focus.
    if (point && !isShown) marker.addTo(map);
    if (!point) marker.remove();
    isShown = point !== null;
  };
  const wish = async ({ lng, lat }: { lng: number; lat: number }) => {
    isWished = true;
    onWish({ lat: rounded(lat), lon: rounded(lng) });
    await nextTick();
    isWished = false;
    show();
  };
  watch(pin, show, { immediate: true });
  watch(pin, (point) => {
    if (point === null || isWished) return;
    map.easeTo({ center: [point.lon, point.lat], zoom: Math.max(map.getZoom(), nearZoom) });
  });
  marker.on('dragend', () => void wish(marker.getLngLat()));
  map.on('click', ({ lngLat }) => void wish(lngLat));
  element.addEventListener('keydown', (event) => {
    const step = stepOf(event);
    if (!step) return;
    // The map would move as well.
    event.preventDefault();
    event.stopPropagation();
    const { x, y } = map.project(marker.getLngLat());
    void wish(map.unproject([x + step[0], y + step[1]])).then(() => keepInView(map, marker));
  });
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -12],
  ArrowDown: [0, 12],
  ArrowLeft: [-12, 0],
  ArrowRight: [12, 0],
};

/** Pixels of a step by arrow key; smaller with the Shift key. */
function stepOf({ key, shiftKey }: KeyboardEvent): [number, number] | undefined {
  const step = steps[key];
  return step && [step[0] / (shiftKey ? 6 : 1), step[1] / (shiftKey ? 6 : 1)];
}

function keepInView(map: MapLibreMap, marker: Marker): void {
  const { x, y } = map.project(marker.getLngLat());
  const { clientWidth, clientHeight } = map.getContainer();
  const margin = 48;
  const isSeen = x > margin && x < clientWidth - margin && y > margin && y < clientHeight - margin;
  if (!isSeen) map.panTo(marker.getLngLat());
}
