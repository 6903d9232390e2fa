import type { Feature, FeatureCollection } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, MapLibreMap } from 'maplibre-gl';
import type { AreaShape } from '../gql/graphql.ts';
import { type Colours, readColours } from '../map/colours.ts';
import { typeface } from '../map/outline.ts';
import { geometryOf, type Sketch } from './sketch.ts';

/** An area or road as the map shows it. */
export interface ShownArea {
  readonly name: string;
  readonly sketch: Sketch;
  readonly toleranceMetres: number | null;
  /** Whether this one is being edited. */
  readonly isChosen?: boolean;
}

/** Shows the areas on a map, also after its style is loaded again. The returned function updates them. */
export function showAreas(map: MapLibreMap, areas: () => readonly ShownArea[]): () => void {
  map.on('style.load', () => {
    map.addSource('areas', { type: 'geojson', data: collectionOf(areas()) });
    for (const layer of layersOf(readColours(), map.getCenter().lat)) map.addLayer(layer);
  });
  return () => {
    const source = map.getSource('areas');
    if (isGeoJson(source)) source.setData(collectionOf(areas()));
  };
}

function collectionOf(areas: readonly ShownArea[]): FeatureCollection {
  return { type: 'FeatureCollection', features: areas.filter(({ sketch }) => sketch.parts.length > 0).map(featureOf) };
}

function featureOf({ name, sketch, toleranceMetres, isChosen = false }: ShownArea): Feature {
  const properties = { name, shape: sketch.shape, metres: toleranceMetres ?? 0, isChosen };
  return { type: 'Feature', properties, geometry: geometryOf(sketch) };
}

function layersOf(colours: Colours, lat: number): LayerSpecification[] {
  const colour: ExpressionSpecification = ['case', ['get', 'isChosen'], colours.action, colours.info];
  return [
    {
      id: 'area-fills',
      type: 'fill',
      source: 'areas',
      filter: isShape('POLYGON'),
      paint: { 'fill-color': colour, 'fill-opacity': 0.18 },
    },
    {
      id: 'area-reaches',
      type: 'line',
      source: 'areas',
      filter: isShape('LINE'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-opacity': 0.25, 'line-width': twiceMetres(lat) },
    },
    {
      id: 'area-lines',
      type: 'line',
      source: 'areas',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': 2.5 },
    },
    words('area-names', 'POLYGON', 'point', colours),
    words('area-road-names', 'LINE', 'line-center', colours),
  ];
}

function isShape(shape: AreaShape): ExpressionSpecification {
  return ['==', ['get', 'shape'], shape];
}

/** Line width in pixels that covers the tolerance of a road on both sides; doubles with each zoom level. */
function twiceMetres(lat: number): ExpressionSpecification {
  const perMetre = 512 / (40_075_017 * Math.cos((lat * Math.PI) / 180));
  const at = (zoom: number): ExpressionSpecification => ['*', ['get', 'metres'], 2 * perMetre * 2 ** zoom];
  return ['interpolate', ['exponential', 2], ['zoom'], 0, at(0), 22, at(22)];
}

function words(id: string, shape: AreaShape, placement: 'point' | 'line-center', colours: Colours): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'areas',
    filter: isShape(shape),
    layout: {
      'text-field': ['get', 'name'],
      'text-font': typeface,
      'text-size': 14,
      'symbol-placement': placement,
      'text-offset': shape === 'LINE' ? [0, 1] : [0, 0],
    },
    paint: { 'text-color': colours.ink, 'text-halo-color': colours.land, 'text-halo-width': 1.5 },
  };
}

function isGeoJson(source: ReturnType<MapLibreMap['getSource']>): source is GeoJSONSource {
  return source?.type === 'geojson';
}
