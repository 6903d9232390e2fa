import type { MapLibreMap } from 'maplibre-gl';
import { onBeforeUnmount, type Ref, watch } from 'vue';
import { onThemeChange } from '../map/colours.ts';
import type { Drawer } from './drawer.ts';
import { boxOf, emptySketch, type Line, type Sketch, sketchOf } from './sketch.ts';

/**
 * Keeps the drawing on the map and the sketch equal. `isDrawing`: each tap sets a point; switching it on clears the
 * sketch. Must be called before the map is created, because the drawing must leave the map before a change of the
 * theme removes all layers.
 */
export function useDrawer(sketch: Ref<Sketch>, isDrawing: Ref<boolean>) {
  let drawer: Drawer | undefined;
  const start = (made: Drawer) => {
    drawer = made;
    if (isDrawing.value) made.begin(sketch.value.shape);
    else made.show(sketch.value);
  };
  const stop = () => {
    drawer?.stop();
    drawer = undefined;
  };
  const onDrawn = (lines: Line[]) => {
    isDrawing.value = false;
    sketch.value = sketchOf(sketch.value.shape, lines);
  };
  watch(isDrawing, (begins) => {
    if (!begins) return;
    sketch.value = emptySketch(sketch.value.shape);
    drawer?.begin(sketch.value.shape);
  });
  watch(sketch, (now, before) => {
    if (isDrawing.value && now.parts.length > 0) isDrawing.value = false;
    if (!isDrawing.value) drawer?.show(now);
    else if (now.shape !== before.shape) drawer?.begin(now.shape);
  });
  const keepOn = useRestarts({ start, stop, isOn: () => drawer !== undefined, onDrawn });
  return {
    /** Shows the sketch on the created map; drawing starts as soon as the map is idle. */
    attach: (map: MapLibreMap) => {
      const box = boxOf(sketch.value);
      if (box) map.fitBounds([...box], { padding: 56, maxZoom: 17, animate: false });
      keepOn(map);
    },
    finish: () => drawer?.finish(),
  };
}

interface Running {
  readonly start: (drawer: Drawer) => void;
  readonly stop: () => void;
  readonly isOn: () => boolean;
  readonly onDrawn: (lines: Line[]) => void;
}

/** Stops drawing while the map is painted again and restarts it when the map is idle. */
function useRestarts({ start, stop, isOn, onDrawn }: Running): (map: MapLibreMap) => void {
  let isOver = false;
  const stopWatching = onThemeChange(stop);
  onBeforeUnmount(() => {
    isOver = true;
    stopWatching();
    stop();
  });
  return (map) => {
    map.on('idle', async () => {
      if (isOn()) return;
      const { drawOn } = await import('./drawer.ts');
      if (isOver || isOn()) return;
      start(drawOn(map, onDrawn));
      // Lets the browser tests see that drawing is possible, like `data-map`.
      map.getContainer().dataset.drawer = 'on';
    });
  };
}
