export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** Near enough within a town: the earth is flat there. */
export function metresBetween(a: Point, b: Point): number {
  const north = (b.lat - a.lat) * 111_195;
  const east = (b.lon - a.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}
