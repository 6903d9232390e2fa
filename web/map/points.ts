import type { Feature, FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { IssueStage } from '../gql/graphql.ts';
import type { Point } from './geometry.ts';

/** A point that is shown as a pin. */
export interface MapPoint extends Point {
  readonly id: string;
  readonly stage: IssueStage;
}

/** Sources of the pins; overlapping pins form a cluster with their number. */
export function pointSources(
  points: readonly MapPoint[],
  chosenId: string | null,
): Record<string, SourceSpecification> {
  return {
    points: {
      type: 'geojson',
      data: othersThan(points, chosenId),
      cluster: true,
      clusterRadius: 36,
      clusterMaxZoom: 17,
    },
    chosen: { type: 'geojson', data: chosenOf(points, chosenId) },
  };
}

export const pointLayers: readonly LayerSpecification[] = [
  {
    id: 'heaps',
    type: 'symbol',
    source: 'points',
    filter: ['has', 'point_count'],
    layout: { 'icon-image': ['concat', 'heap-', ['get', 'point_count_abbreviated']], 'icon-allow-overlap': true },
  },
  {
    id: 'points',
    type: 'symbol',
    source: 'points',
    filter: ['!', ['has', 'point_count']],
    layout: { 'icon-image': ['concat', 'pin-', ['get', 'stage']], 'icon-anchor': 'bottom', 'icon-allow-overlap': true },
  },
  {
    id: 'chosen',
    type: 'symbol',
    source: 'chosen',
    layout: {
      'icon-image': ['concat', 'chosen-', ['get', 'stage']],
      'icon-anchor': 'bottom',
      'icon-allow-overlap': true,
    },
  },
];

/** Pins without the chosen one, which must not disappear in a cluster. */
export function othersThan(points: readonly MapPoint[], chosenId: string | null): FeatureCollection {
  return { type: 'FeatureCollection', features: points.filter(({ id }) => id !== chosenId).map(featureOf) };
}

export function chosenOf(points: readonly MapPoint[], chosenId: string | null): FeatureCollection {
  return { type: 'FeatureCollection', features: points.filter(({ id }) => id === chosenId).map(featureOf) };
}

function featureOf({ id, stage, lat, lon }: MapPoint): Feature {
  return { type: 'Feature', properties: { id, stage }, geometry: { type: 'Point', coordinates: [lon, lat] } };
}
