import type { Position } from './area.entity.ts';

interface Edge {
  readonly from: Position;
  readonly to: Position;
  readonly west: number;
  readonly east: number;
}

/**
 * Whether the border of a polygon or one of its holes crosses a border of the same polygon; touching edges are allowed.
 * The edges are sorted from west to east, so that 2,000 points are checked in milliseconds.
 */
export function crossesItself(rings: readonly (readonly Position[])[]): boolean {
  const edges = rings.flatMap(edgesOf).sort((a, b) => a.west - b.west);
  return edges.some((edge, i) => {
    for (let next = i + 1; next < edges.length; next++) {
      const other = edges[next];
      if (other === undefined || other.west > edge.east) return false;
      if (cross(edge, other)) return true;
    }
    return false;
  });
}

function edgesOf(ring: readonly Position[]): Edge[] {
  return ring.slice(1).flatMap((to, i) => {
    const from = ring[i];
    if (from === undefined) return [];
    const lons = [from[0] ?? 0, to[0] ?? 0];
    return [{ from, to, west: Math.min(...lons), east: Math.max(...lons) }];
  });
}

/** Whether each edge has its ends on both sides of the other edge. */
function cross(one: Edge, other: Edge): boolean {
  return parts(one, other) && parts(other, one);
}

function parts({ from, to }: Edge, other: Edge): boolean {
  return side(from, to, other.from) * side(from, to, other.to) < 0;
}

/** 1 if the point lies left of the line, -1 if it lies right of it, 0 if it lies on the line. */
function side([x1 = 0, y1 = 0]: Position, [x2 = 0, y2 = 0]: Position, [x = 0, y = 0]: Position): number {
  return Math.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));
}
