import type { MapPlaceFragment, MapSettingsPartsFragment, TownMapQuery } from '../gql/graphql.ts';
import { type Boundary, type Box, boxOf, isBoundary, type Point, widened } from './geometry.ts';

export interface MapPlace {
  readonly name: string;
  readonly centre: Point;
  readonly boundary: Boundary;
}
/** Inputs of a map of the town. */
export interface MapTown extends MapPlace {
  readonly settings: MapSettingsPartsFragment;
  readonly neighbours: readonly MapPlace[];
  readonly box: Box;
  /** Box that limits how far the map can be moved. */
  readonly reach: Box;
}

/** Converts the answer; null until it is there, or when the boundary cannot be drawn. */
export function readTown(town: TownMapQuery['municipality'] | undefined): MapTown | null {
  const place = town && readPlace(town);
  if (!town || !place) return null;
  const box = boxOf(place.boundary);
  const { bounds } = town.map;
  return {
    ...place,
    settings: town.map,
    neighbours: town.neighbours.flatMap((neighbour) => readPlace(neighbour) ?? []),
    box,
    reach: bounds ? [bounds.west, bounds.south, bounds.east, bounds.north] : widened(box, 0.6),
  };
}

function readPlace({ name, centre, boundary }: MapPlaceFragment): MapPlace | null {
  return isBoundary(boundary) ? { name, centre, boundary } : null;
}
