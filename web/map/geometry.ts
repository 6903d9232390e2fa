/** A position as in GeoJSON: longitude before latitude. */
export type Position = readonly [lon: number, lat: number];
type Ring = readonly Position[];

export interface Boundary {
  readonly type: 'MultiPolygon';
  readonly coordinates: readonly (readonly Ring[])[];
}
export interface Point {
  readonly lat: number;
  readonly lon: number;
}
/** A bounding box: west, south, east, north. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** Whether a value of the scalar GeoJSON is a boundary. */
export function isBoundary(value: unknown): value is Boundary {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'MultiPolygon';
}

export function boxOf({ coordinates }: Boundary): Box {
  return boxAround(coordinates.flat(2).map(([lon, lat]) => ({ lat, lon })));
}

/** Smallest box around the points; there must be at least one. */
export function boxAround(points: readonly Point[]): Box {
  const lons = points.map(({ lon }) => lon);
  const lats = points.map(({ lat }) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** The box with `share` of its longer side added on all sides. */
export function widened([west, south, east, north]: Box, share: number): Box {
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const margin = share * Math.max((east - west) * shrink, north - south);
  return [west - margin / shrink, south - margin, east + margin / shrink, north + margin];
}

/** Whether the point is inside the area; its holes are outside. */
export function isInside({ coordinates }: Boundary, { lat, lon }: Point): boolean {
  return coordinates.some((rings) => rings.filter((ring) => crossings(ring, lon, lat) % 2 === 1).length % 2 === 1);
}

/** Number of crossings of the ring with a ray from the point to the east. */
function crossings(ring: Ring, lon: number, lat: number): number {
  return ring.filter(([x, y], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length] ?? [x, y];
    return y > lat !== y2 > lat && lon < x + ((lat - y) / (y2 - y)) * (x2 - x);
  }).length;
}

const metresPerDegree = 111_320;

/** The point moved by metres to the east and to the north. */
export function moved({ lat, lon }: Point, east: number, north: number): Point {
  const perDegree = metresPerDegree * Math.cos((lat * Math.PI) / 180);
  return { lat: rounded(lat + north / metresPerDegree), lon: rounded(lon + east / perDegree) };
}

/** Rounds to six decimals, about 10 cm. */
export function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

const directions = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
export type Direction = (typeof directions)[number];

/** Distance and direction of `to` from `from`; metres are rounded to coarse steps, because the place is not exact. */
export function wayFrom(from: Point, to: Point): { metres: number; direction: Direction } {
  const north = (to.lat - from.lat) * metresPerDegree;
  const east = (to.lon - from.lon) * metresPerDegree * Math.cos((from.lat * Math.PI) / 180);
  const distance = Math.hypot(north, east);
  const step = distance < 100 ? 5 : distance < 1000 ? 10 : 100;
  const eighth = Math.round(Math.atan2(east, north) / (Math.PI / 4) + 8) % 8;
  return { metres: Math.round(distance / step) * step, direction: directions[eighth] ?? 'N' };
}
