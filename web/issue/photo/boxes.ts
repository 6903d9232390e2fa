/** Part of a picture, as shares (0 to 1) of its width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Minimum side of a box; smaller ones are accidental. */
export const leastSide = 0.02;

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

/** Moves a box by shares of the picture, up to its edges. */
export function moved(box: Box, dx: number, dy: number): Box {
  return {
    ...box,
    x: rounded(within(box.x + dx, 0, 1 - box.width)),
    y: rounded(within(box.y + dy, 0, 1 - box.height)),
  };
}

/** Resizes a box: its lower right corner moves, the upper left stays. */
export function resized(box: Box, dx: number, dy: number): Box {
  return {
    ...box,
    width: rounded(within(box.width + dx, leastSide, 1 - box.x)),
    height: rounded(within(box.height + dy, leastSide, 1 - box.y)),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The box between two points in any order. */
export function between(a: Point, b: Point): Box {
  const left = within(Math.min(a.x, b.x), 0, 1);
  const right = within(Math.max(a.x, b.x), 0, 1);
  const top = within(Math.min(a.y, b.y), 0, 1);
  const bottom = within(Math.max(a.y, b.y), 0, 1);
  return { x: rounded(left), y: rounded(top), width: rounded(right - left), height: rounded(bottom - top) };
}

/** Sets one side of a box to a share, limited by the picture. */
export function withSide(box: Box, side: keyof Box, share: number): Box {
  if (Number.isNaN(share)) return box;
  if (side === 'x') return moved(box, share - box.x, 0);
  if (side === 'y') return moved(box, 0, share - box.y);
  return side === 'width' ? resized(box, share - box.width, 0) : resized(box, 0, share - box.height);
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const step = 0.01;

/** The box after a key; undefined if the key has no meaning. */
export function pressed(box: Box, key: string, isResizing: boolean): Box | undefined {
  const [dx, dy] = steps[key] ?? [];
  if (dx === undefined || dy === undefined) return undefined;
  return isResizing ? resized(box, dx * step, dy * step) : moved(box, dx * step, dy * step);
}
