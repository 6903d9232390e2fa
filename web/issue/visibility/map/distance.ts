export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** Distance in metres on a flat map, which is exact enough within a town. */
export function metresBetween(a: Point, b: Point): number {
  const north = (b.lat - a.lat) * 111_195;
  const east = (b.lon - a.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}
