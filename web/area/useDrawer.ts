import type { MapLibreMap } from 'maplibre-gl';
import { onBeforeUnmount, type Ref, watch } from 'vue';
import { onThemeChange } from '../map/colours.ts';
import type { Drawer } from './drawer.ts';
import { boxOf, emptySketch, type Line, type Sketch, sketchOf } from './sketch.ts';

/**
 * Keeps the map's drawing and the sketch the same. `isDrawing`: each tap sets a point; whoever turns it on begins anew. Must
 * be called before the map is made: when the page turns dark the drawing has to be off the map before all layers go.
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
    /** The map has been made: goes to what is drawn, and is drawn on as soon as nothing moves any more. */
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

/** Off while the map is painted anew, on again when it has come to rest. */
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
      // For whoever looks from outside, as `data-map`.
      map.getContainer().dataset.drawer = 'on';
    });
  };
}
