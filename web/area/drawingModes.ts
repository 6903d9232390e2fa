import { TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw';
import type { Colours } from '../map/colours.ts';

type Hex = `#${string}`;

/** Modes of Terra Draw for areas, lines and the handles of a shape, in the page's colours. */
export function drawingModes(colours: Colours) {
  const action = hexOf(colours.action);
  const land = hexOf(colours.land);
  const keys = { cancel: 'Escape', finish: 'Enter' };
  const corners = { closingPointColor: action, closingPointOutlineColor: land, closingPointWidth: 7 } as const;
  const handles = { feature: { coordinates: { draggable: true, deletable: true, midpoints: { draggable: true } } } };
  return [
    new TerraDrawPolygonMode({
      keyEvents: keys,
      pointerDistance: 16,
      styles: { ...corners, fillColor: action, fillOpacity: 0.15, outlineColor: action, outlineWidth: 3 },
    }),
    new TerraDrawLineStringMode({
      keyEvents: keys,
      pointerDistance: 16,
      styles: { ...corners, lineStringColor: action, lineStringWidth: 3 },
    }),
    new TerraDrawSelectMode({
      // The key "Delete" would remove the whole shape, so the keys are switched off.
      keyEvents: null,
      pointerDistance: 24,
      flags: { polygon: handles, linestring: handles },
      styles: {
        selectedPolygonColor: action,
        selectedPolygonFillOpacity: 0.15,
        selectedPolygonOutlineColor: action,
        selectedPolygonOutlineWidth: 3,
        selectedLineStringColor: action,
        selectedLineStringWidth: 3,
        selectionPointColor: action,
        selectionPointOutlineColor: land,
        selectionPointWidth: 8,
        midPointColor: land,
        midPointOutlineColor: action,
        midPointWidth: 5,
        midPointOutlineWidth: 2,
      },
    }),
  ];
}

/** Converts "rgb(1,2,3)" to the hexadecimal form that the library needs. */
function hexOf(colour: string): Hex {
  const parts = colour.match(/\d+/g) ?? [];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}
