import type { Feature, Point } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Colours } from './colours.ts';
import type { MapPlace, MapTown } from './townMap.ts';

/**
 * Fonts of labels: the page's own typeface, so that no font server is requested. MapLibre reads the second name as a
 * weight.
 */
export const typeface = ['"Source Sans 3 Variable"', 'Semibold'];

/** Source of the town's boundary, for any base map. */
export function townSources(town: MapTown): Record<string, SourceSpecification> {
  return { town: { type: 'geojson', data: areaOf(town) } };
}

export function townLine(colours: Colours): LayerSpecification {
  return {
    id: 'town-line',
    type: 'line',
    source: 'town',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': colours.border, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1.5, 16, 3] },
  };
}

/** Sources of the outline map, which requests no other host: land, boundary and names. */
export function outlineSources({ neighbours, ...town }: MapTown): Record<string, SourceSpecification> {
  const features = neighbours.map(areaOf);
  const names = [nameOf(town, 'town'), ...neighbours.map((place) => nameOf(place, 'neighbour'))];
  return {
    neighbours: { type: 'geojson', data: { type: 'FeatureCollection', features } },
    names: { type: 'geojson', data: { type: 'FeatureCollection', features: names } },
  };
}

export function outlineLayers(colours: Colours): LayerSpecification[] {
  return [
    { id: 'outside', type: 'background', paint: { 'background-color': colours.outside } },
    { id: 'neighbours-line', type: 'line', source: 'neighbours', paint: { 'line-color': colours.line } },
    { id: 'town-area', type: 'fill', source: 'town', paint: { 'fill-color': colours.land } },
    townLine(colours),
    {
      id: 'names',
      type: 'symbol',
      source: 'names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': typeface,
        'text-size': ['match', ['get', 'kind'], 'town', 20, 15],
        // Pins cover the middle of the town, so its name moves aside.
        'text-variable-anchor': ['center', 'left', 'right', 'top', 'bottom'],
        'text-radial-offset': 2,
      },
      paint: {
        'text-color': ['match', ['get', 'kind'], 'town', colours.ink, colours.muted],
        'text-halo-color': ['match', ['get', 'kind'], 'town', colours.land, colours.outside],
        'text-halo-width': 1.5,
      },
    },
  ];
}

function areaOf({ boundary }: MapPlace): Feature {
  const coordinates = boundary.coordinates.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [lon, lat])));
  return { type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates } };
}

function nameOf({ name, centre }: Pick<MapPlace, 'name' | 'centre'>, kind: 'town' | 'neighbour'): Feature {
  const geometry: Point = { type: 'Point', coordinates: [centre.lon, centre.lat] };
  return { type: 'Feature', properties: { name, kind }, geometry };
}
