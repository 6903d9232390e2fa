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

/** Style of the whole map: the town's base map, and above it boundary and pins. */
export function styleOf(drawing: Drawing, source = drawing.town.settings.source): StyleSpecification | string {
  const { town, colours } = drawing;
  const { url } = town.settings;
  if (source === 'STYLE' && url) return url;
  const isTiles = source === 'PMTILES' && url;
  const sources = isTiles ? tileSources(url) : outlineSources(town);
  const layers = isTiles ? tileLayers(colours) : outlineLayers(colours);
  return withPoints(drawing, { version: 8, sources: { ...sources, ...townSources(town) }, layers });
}

/** Adds boundary and pins to a style of another party. */
export function withTown(drawing: Drawing, style: StyleSpecification): StyleSpecification {
  const sources = { ...style.sources, ...townSources(drawing.town) };
  return withPoints(drawing, { ...style, sources, layers: [...style.layers, townLine(drawing.colours)] });
}

function withPoints({ points, chosenId }: Drawing, style: StyleSpecification): StyleSpecification {
  const sources = { ...style.sources, ...pointSources(points, chosenId) };
  return { ...style, sources, layers: [...style.layers, ...pointLayers] };
}
