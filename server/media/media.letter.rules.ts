import letters from './letters.json' with { type: 'json' };

/**
 * Outlines of capital letters as x and y in turn, 1000 units per em, y upwards: Source Sans 3 Bold (OFL-1.1). The
 * server thus needs neither fonts nor an SVG decoder.
 */
const outlines: Readonly<Record<string, readonly (readonly number[])[]>> = letters;
const capHeight = 660;
/** Number of scan lines per row of pixels. */
const fine = 5;

/**
 * Coverage from 0 to 1 of each pixel of a square by the letter, row by row. `height`: height of a capital as a share of
 * the side.
 */
export function drawLetter(letter: string, side: number, height: number): Float32Array {
  const cover = new Float32Array(side * side);
  const edges = edgesOf(outlines[letter] ?? [], side, height);
  for (let line = 0; line < side * fine; line++) {
    const crossed = crossingsAt(edges, (line + 0.5) / fine);
    let winding = 0;
    crossed.forEach(({ x, turn }, i) => {
      winding += turn;
      const next = crossed[i + 1];
      if (winding !== 0 && next !== undefined) fillSpan(cover, Math.floor(line / fine) * side, [x, next.x], side);
    });
  }
  return cover;
}

interface Edge {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

/** Edges of the letter in pixels, y downwards, centred in the square. */
function edgesOf(contours: readonly (readonly number[])[], side: number, height: number): Edge[] {
  const scale = (side * height) / capHeight;
  const xs = contours.flatMap((contour) => contour.filter((_, i) => i % 2 === 0));
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2;
  return contours.flatMap((contour) => {
    const points = Array.from({ length: contour.length / 2 }, (_, i): Edge['from'] => [
      side / 2 + ((contour[2 * i] ?? 0) - middle) * scale,
      side / 2 - ((contour[2 * i + 1] ?? 0) - capHeight / 2) * scale,
    ]);
    return points.map((from, i): Edge => ({ from, to: points[(i + 1) % points.length] ?? from }));
  });
}

function crossingsAt(edges: readonly Edge[], y: number): { x: number; turn: 1 | -1 }[] {
  return edges
    .filter(({ from, to }) => from[1] <= y !== to[1] <= y)
    .map(({ from, to }) => ({
      x: from[0] + ((y - from[1]) / (to[1] - from[1])) * (to[0] - from[0]),
      turn: to[1] > from[1] ? (1 as const) : (-1 as const),
    }))
    .sort((a, b) => a.x - b.x);
}

function fillSpan(cover: Float32Array, row: number, [from, to]: readonly [number, number], side: number): void {
  for (let x = Math.max(0, Math.floor(from)); x < Math.min(side, to); x++) {
    const share = Math.min(to, x + 1) - Math.max(from, x);
    cover[row + x] = Math.min(1, (cover[row + x] ?? 0) + share / fine);
  }
}
