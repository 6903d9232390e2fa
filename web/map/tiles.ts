import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
} from 'maplibre-gl';
import type { Colours } from './colours.ts';
import { townLine, typeface } from './outline.ts';

/** Source of vector tiles in one file, in Protomaps' schema; the protocol `pmtiles:` reads parts of the file. */
export function tileSources(url: string): Record<string, SourceSpecification> {
  return { tiles: { type: 'vector', url: `pmtiles://${url}` } };
}

/** Layers of a calm map in the page's colours: water, woods, houses, streets, borders, names. */
export function tileLayers(colours: Colours): LayerSpecification[] {
  return [
    { id: 'outside', type: 'background', paint: { 'background-color': colours.outside } },
    area('earth', 'earth', colours.outside),
    area('greens', 'landuse', colours.green, ['in', ['get', 'kind'], ['literal', greens]]),
    area('water', 'water', colours.water),
    area('houses', 'buildings', colours.soft),
    street('street-edges', colours.line, 3),
    street('streets', colours.street, 0),
    townLine(colours),
    words('street-names', 'roads', colours, { 'symbol-placement': 'line', 'text-size': 13 }),
    words('place-names', 'places', colours, { 'text-size': 15 }),
  ];
}

const greens = ['park', 'forest', 'wood', 'grass', 'grassland', 'meadow', 'garden', 'cemetery', 'playground', 'pitch'];

function area(id: string, layer: string, colour: string, filter?: FilterSpecification): LayerSpecification {
  const paint = { 'fill-color': colour } as const;
  return { id, type: 'fill', source: 'tiles', 'source-layer': layer, paint, ...(filter && { filter }) };
}

function street(id: string, colour: string, edge: number): LayerSpecification {
  const main: ExpressionSpecification = ['match', ['get', 'kind'], ['highway', 'major_road'], 2, 1];
  return {
    id,
    type: 'line',
    source: 'tiles',
    'source-layer': 'roads',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': colour,
      'line-width': ['interpolate', ['linear'], ['zoom'], 11, ['*', main, 0.8], 16, ['+', ['*', main, 7], edge]],
    },
  };
}

type SymbolLayout = Extract<LayerSpecification, { type: 'symbol' }>['layout'];

function words(id: string, layer: string, colours: Colours, layout: SymbolLayout): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'tiles',
    'source-layer': layer,
    layout: { 'text-field': ['coalesce', ['get', 'name:de'], ['get', 'name'], ''], 'text-font': typeface, ...layout },
    paint: { 'text-color': colours.ink, 'text-halo-color': colours.street, 'text-halo-width': 1.5 },
  };
}
