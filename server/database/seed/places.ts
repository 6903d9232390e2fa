import type { Boundary } from '../../municipality/municipality.entity.ts';
import neuwied from './places/07138.json' with { type: 'json' };
import postcodes from './places/postcodes.json' with { type: 'json' };
import rheinSieg from './places/05382.json' with { type: 'json' };

/** Real municipality with facts of the survey office and of GeoNames. */
export interface Place {
  /** Official municipality key (Amtlicher Gemeindeschlüssel), 8 digits. */
  readonly ags: string;
  readonly name: string;
  /** Kind of municipality according to the survey office, such as Stadt or Gemeinde. */
  readonly kind: string;
  readonly county: string;
  readonly land: string;
  /** Known postcodes; empty for some villages. */
  readonly postcodes: readonly string[];
  /** Null if GeoNames has no place with this AGS. */
  readonly population: number | null;
  readonly centre: { readonly lat: number; readonly lon: number };
  readonly boundary: Boundary;
  /** Bounding box: west, south, east, north. */
  readonly bbox: readonly [number, number, number, number];
}

/** Sources that must be credited wherever boundaries or population are shown. */
export const placeSources = neuwied.sources;

let places: readonly Place[] | undefined;

/** All places of the seed. The files are part of the bundle and not read at run time. */
export function readPlaces(): readonly Place[] {
  places ??= [...rheinSieg.municipalities, ...neuwied.municipalities].map((facts) => {
    const { ags, name, kind, county, land, population, centre } = facts;
    const { coordinates } = facts.boundary;
    const boundary: Boundary = { type: 'MultiPolygon', coordinates };
    const codes = new Map(Object.entries(postcodes)).get(ags) ?? [];
    return { ags, name, kind, county, land, postcodes: codes, population, centre, boundary, bbox: boxOf(coordinates) };
  });
  return places;
}

export function findPlace(ags: string): Place | undefined {
  return readPlaces().find((place) => place.ags === ags);
}

function boxOf(coordinates: number[][][][]): Place['bbox'] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of coordinates.flat(2)) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}
