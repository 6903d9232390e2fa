import type { MapLibreMap } from 'maplibre-gl';
import { type GeoJSONStoreFeatures, TerraDraw } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { AreaShape } from '../gql/graphql.ts';
import { readColours } from '../map/colours.ts';
import { type Position, rounded } from '../map/geometry.ts';
import { drawingModes } from './drawingModes.ts';
import { hasHandles, type Line, linesOf, type Sketch } from './sketch.ts';

/** Draws by mouse or touch on an idle map. */
export interface Drawer {
  /** Shows the sketch with handles; nothing happens if it is shown already. */
  show(sketch: Sketch): void;
  /** Removes what is drawn; from now on each tap sets a point of a new shape. */
  begin(shape: AreaShape): void;
  /** Ends the new shape with the points that are set. */
  finish(): void;
  stop(): void;
}

type Drawn = GeoJSONStoreFeatures;

/**
 * Starts drawing on a map. `onDrawn` receives all lines after each new shape and each moved, inserted or deleted
 * point.
 */
export function drawOn(map: MapLibreMap, onDrawn: (lines: Line[]) => void): Drawer {
  const adapter = new TerraDrawMapLibreGLAdapter({ map });
  const draw = new TerraDraw({ adapter, modes: drawingModes(readColours()) });
  const lines = () => draw.getSnapshot().flatMap(lineOf);
  draw.start();
  draw.on('finish', (id, { action }) => {
    if (action === 'draw') draw.selectFeature(id, 'select');
    onDrawn(lines());
  });
  return {
    show: (sketch) => {
      const wanted = hasHandles(sketch) ? linesOf(sketch) : [];
      if (JSON.stringify(lines()) === JSON.stringify(wanted) && isShown(draw.getSnapshot(), sketch.shape)) return;
      draw.clear();
      draw.setMode('select');
      const added = draw.addFeatures(wanted.map((line) => featureOf(sketch.shape, line)));
      const first = added.find(({ valid }) => valid)?.id;
      if (first !== undefined) draw.selectFeature(first, 'select');
    },
    begin: (shape) => {
      draw.clear();
      draw.setMode(shape === 'LINE' ? 'linestring' : 'polygon');
    },
    // Terra Draw offers no other way to finish a shape.
    finish: () => map.getCanvas().dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter' })),
    stop: () => draw.stop(),
  };
}

function featureOf(shape: AreaShape, line: Line): Drawn {
  const at = line.map(([lon, lat]) => [lon, lat]);
  return shape === 'LINE'
    ? { type: 'Feature', properties: { mode: 'linestring' }, geometry: { type: 'LineString', coordinates: at } }
    : {
        type: 'Feature',
        properties: { mode: 'polygon' },
        geometry: { type: 'Polygon', coordinates: [[...at, ...at.slice(0, 1)]] },
      };
}

/** Points of a drawn shape; none for an unfinished shape and for handles. */
function lineOf({ geometry, properties }: Drawn): Line[] {
  if (properties.currentlyDrawing === true) return [];
  if (geometry.type === 'LineString') return [geometry.coordinates.map(positionOf)];
  return geometry.type === 'Polygon' ? geometry.coordinates.map((ring) => ring.slice(0, -1).map(positionOf)) : [];
}

function isShown(drawn: readonly Drawn[], shape: AreaShape): boolean {
  const type = shape === 'LINE' ? 'LineString' : 'Polygon';
  return drawn.every(({ geometry }) => geometry.type === type || geometry.type === 'Point');
}

function positionOf([lon = 0, lat = 0]: readonly number[]): Position {
  return [rounded(lon), rounded(lat)];
}
