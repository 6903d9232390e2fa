/**
 * Geometry for scripts/extract-places.mjs: positions are [longitude, latitude]; accurate for areas of the size of a
 * county.
 */
const metresPerDegree = 111_195;

/** MultiPolygon coordinates of the wanted areas by AGS, simplified so that neighbours share one line. */
export function simplifyTogether(wanted, all, tolerance) {
  const near = boxOf(wanted);
  const rounded = new Map(
    all.filter((area) => touches(boxOf([area]), near)).map((area) => [area.ags, area.polygons.map(roundPolygon)]),
  );
  const junctions = findJunctions([...rounded.values()].flat(2));
  return new Map(
    wanted.map(({ ags }) => [
      ags,
      rounded
        .get(ags)
        .map((polygon) => polygon.map((ring, i) => wind(simplifyRing(ring, junctions, tolerance), i === 0))),
    ]),
  );
}

/** Even-odd rule over all rings, so that holes are excluded. */
export function isInside([x, y], multiPolygon) {
  let inside = false;
  for (const ring of multiPolygon.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1];
      const [bx, by] = ring[i];
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
  }
  return inside;
}

/** Point of a grid inside the area that is farthest from every border. */
export function pointWellInside(multiPolygon) {
  const [west, south, east, north] = boxOf([{ polygons: multiPolygon }]);
  const steps = 60;
  let best = { distance: -1 };
  for (let i = 1; i < steps; i++) {
    for (let j = 1; j < steps; j++) {
      const point = round([west + ((east - west) * i) / steps, south + ((north - south) * j) / steps]);
      const distance = isInside(point, multiPolygon) ? distanceToBorder(point, multiPolygon) : -1;
      if (distance > best.distance) best = { distance, point };
    }
  }
  return best.point;
}

/** Whether the ring is closed, has at least three corners and does not cross itself. */
export function isSimple(ring) {
  if (ring.length < 4 || key(ring[0]) !== key(ring.at(-1))) return false;
  const last = ring.length - 1;
  for (let i = 0; i < last; i++) {
    for (let j = i + 2; j < last; j++) {
      const areNeighbours = i === 0 && j === last - 1;
      if (!areNeighbours && cross(ring[i], ring[i + 1], ring[j], ring[j + 1])) return false;
    }
  }
  return true;
}

/** Positions where not exactly two different lines meet; all areas keep their corners there. */
function findJunctions(rings) {
  const neighbours = new Map();
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const a = key(ring[i - 1]);
      const b = key(ring[i]);
      neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b));
      neighbours.set(b, (neighbours.get(b) ?? new Set()).add(a));
    }
  }
  return new Set([...neighbours].filter(([, around]) => around.size !== 2).map(([corner]) => corner));
}

function simplifyRing(ring, junctions, tolerance) {
  const open = ring.slice(0, -1);
  const anchors = open.flatMap((position, i) => (junctions.has(key(position)) ? [i] : []));
  const cuts = anchors.length > 1 ? anchors : anchorsOfIsland(open, anchors[0]);
  const arcs = cuts.map((from, i) => {
    const to = cuts[(i + 1) % cuts.length];
    return from < to ? open.slice(from, to + 1) : [...open.slice(from), ...open.slice(0, to + 1)];
  });
  const kept = arcs.flatMap((arc) => simplifyArc(arc, tolerance).slice(0, -1));
  return [...kept, kept[0]];
}

/**
 * Ends of the arcs of a ring with at most one junction, equal for all areas that share the ring: the junction or the
 * westernmost corner, and the position farthest from it.
 */
function anchorsOfIsland(open, known) {
  const west = open.reduce((best, position, i) => (isBefore(position, open[best]) ? i : best), 0);
  const first = known ?? west;
  const far = open.reduce((best, p, i) => (metres(p, open[first]) > metres(open[best], open[first]) ? i : best), first);
  return [first, far].sort((a, b) => a - b);
}

/** Douglas–Peucker, always run in the same direction, so that neighbours drop the same points. */
function simplifyArc(arc, tolerance) {
  if (isBefore(arc.at(-1), arc[0])) return simplifyArc([...arc].reverse(), tolerance).reverse();
  const first = arc[0];
  const last = arc.at(-1);
  let far = { distance: tolerance, index: -1 };
  for (let index = 1; index < arc.length - 1; index++) {
    const distance = metresToLine(arc[index], first, last);
    if (distance > far.distance) far = { distance, index };
  }
  if (far.index === -1) return [first, last];
  const head = simplifyArc(arc.slice(0, far.index + 1), tolerance);
  return [...head.slice(0, -1), ...simplifyArc(arc.slice(far.index), tolerance)];
}

function roundPolygon(polygon) {
  return polygon.map((ring) => ring.map(round).filter((p, i, all) => i === 0 || key(p) !== key(all[i - 1])));
}

/** Orients a ring according to RFC 7946: outer rings counter-clockwise, holes clockwise. */
function wind(ring, isOuter) {
  const doubleArea = ring.reduce((sum, [x, y], i) => {
    const [px, py] = ring[i === 0 ? ring.length - 1 : i - 1];
    return sum + px * y - x * py;
  }, 0);
  return doubleArea > 0 === isOuter ? ring : [...ring].reverse();
}

function boxOf(areas) {
  const positions = areas.flatMap(({ polygons }) => polygons.flat(2));
  const xs = positions.map(([x]) => x);
  const ys = positions.map(([, y]) => y);
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  const most = (values) => values.reduce((a, b) => Math.max(a, b));
  return [least(xs), least(ys), most(xs), most(ys)];
}

const touches = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
const key = ([x, y]) => `${x},${y}`;
const isBefore = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
const round = ([x, y]) => [Math.round(x * 1e5) / 1e5, Math.round(y * 1e5) / 1e5];
const flat = ([x, y]) => [x * metresPerDegree * Math.cos((50.6 * Math.PI) / 180), y * metresPerDegree];
const metres = (a, b) => Math.hypot(flat(a)[0] - flat(b)[0], flat(a)[1] - flat(b)[1]);

function metresToLine(position, from, to) {
  const [px, py] = flat(position);
  const [ax, ay] = flat(from);
  const [bx, by] = flat(to);
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

function distanceToBorder(point, multiPolygon) {
  let least = Infinity;
  for (const ring of multiPolygon.flat()) {
    for (let i = 1; i < ring.length; i++) least = Math.min(least, metresToLine(point, ring[i - 1], ring[i]));
  }
  return least;
}

function cross(a, b, c, d) {
  const side = ([px, py], [qx, qy], [rx, ry]) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}
