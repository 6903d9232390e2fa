type Point = readonly [lon: number, lat: number];
type Ring = readonly Point[];

/** Most points of all rings together. */
const mostPoints = 200;
/** Digits after the decimal point: about one metre. */
const digits = 5;
/** First tolerance in degrees, about ten metres. It doubles until the rings have few enough points. */
const firstTolerance = 0.0001;

/**
 * Outer rings of a MultiPolygon, closed, with few points. CAP has no holes: what lies in a hole counts as inside, because
 * a warning too many is better than one too few.
 */
export function ringsOf({
  coordinates,
}: {
  readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[];
}) {
  const rings = coordinates.flatMap(([outer]) => (outer === undefined ? [] : [outer.map(pointOf)]));
  let simple: readonly Ring[] = rings.map((ring) => rounded(ring));
  for (let tolerance = firstTolerance; countPoints(simple) > mostPoints && tolerance < 1; tolerance *= 2) {
    simple = rings.map((ring) => rounded(simplified(ring, tolerance)));
  }
  return simple;
}

function pointOf([lon = 0, lat = 0]: readonly number[]): Point {
  return [lon, lat];
}

function countPoints(rings: readonly Ring[]): number {
  return rings.reduce((sum, { length }) => sum + length, 0);
}

function rounded(ring: Ring): Ring {
  return ring.map(([lon, lat]) => [Number(lon.toFixed(digits)), Number(lat.toFixed(digits))] as const);
}

/** Douglas–Peucker on both halves of a closed ring, so that a ring keeps at least four points. */
function simplified(ring: Ring, tolerance: number): Ring {
  if (ring.length <= 5) return ring;
  const [first] = ring;
  if (first === undefined) return ring;
  const far = farthest(ring, (point) => Math.hypot(point[0] - first[0], point[1] - first[1])).at;
  const line = [...reduced(ring.slice(0, far + 1), tolerance), ...reduced(ring.slice(far), tolerance).slice(1)];
  return line.length >= 4 ? line : withThird(ring, far);
}

/** Triangle of a ring that is as thin as the tolerance. */
function withThird(ring: Ring, far: number): Ring {
  const a = pointOf(ring[0] ?? []);
  const b = pointOf(ring[far] ?? []);
  const { at } = farthest(ring, (point) => distance(point, a, b));
  const corners = [0, far, at].sort((x, y) => x - y);
  return [...corners, 0].map((i) => ring[i] ?? a);
}

function reduced(line: Ring, tolerance: number): Ring {
  const first = line[0];
  const last = line.at(-1);
  if (first === undefined || last === undefined || line.length < 3) return line;
  const { at, value } = farthest(line, (point) => distance(point, first, last));
  if (value <= tolerance) return [first, last];
  return [...reduced(line.slice(0, at + 1), tolerance), ...reduced(line.slice(at), tolerance).slice(1)];
}

function farthest(line: Ring, measure: (point: Point) => number): { readonly at: number; readonly value: number } {
  let best = { at: 0, value: -1 };
  line.forEach((point, at) => {
    const value = measure(point);
    if (value > best.value) best = { at, value };
  });
  return best;
}

/** Distance of a point from the segment a–b, in degrees. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
