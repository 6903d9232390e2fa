import type { StyleSpecification } from 'maplibre-gl';
import type { Colours } from './colours.ts';
import { outlineLayers, outlineSources, townLine, townSources } from './outline.ts';
import { type MapPoint, pointLayers, pointSources } from './points.ts';
import { tileLayers, tileSources } from './tiles.ts';
import type { MapTown } from './townMap.ts';

export interface Drawing {
  readonly town: MapTown;
  readonly colours: Colours;
  readonly points: readonly MapPoint[];
  readonly chosenId: string | null;
}

/** The whole map: what lies below, from wherever the town has it, and our boundary and pins above. */
export function styleOf(drawing: Drawing, source = drawing.town.settings.source): StyleSpecification | string {
  const { town, colours } = drawing;
  const { url } = town.settings;
  if (source === 'STYLE' && url) return url;
  const isTiles = source === 'PMTILES' && url;
  const sources = isTiles ? tileSources(url) : outlineSources(town);
  const layers = isTiles ? tileLayers(colours) : outlineLayers(colours);
  return withPoints(drawing, { version: 8, sources: { ...sources, ...townSources(town) }, layers });
}

/** A style of somebody else, with our boundary and pins on top. */
export function withTown(drawing: Drawing, style: StyleSpecification): StyleSpecification {
  const sources = { ...style.sources, ...townSources(drawing.town) };
  return withPoints(drawing, { ...style, sources, layers: [...style.layers, townLine(drawing.colours)] });
}

function withPoints({ points, chosenId }: Drawing, style: StyleSpecification): StyleSpecification {
  const sources = { ...style.sources, ...pointSources(points, chosenId) };
  return { ...style, sources, layers: [...style.layers, ...pointLayers] };
}
