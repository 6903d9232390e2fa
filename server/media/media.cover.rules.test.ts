import { expect, test } from 'vitest';
import { Refusal } from '../kernel/errors.ts';
import { type Box, checkBoxes, coverBoxes, type Pixels } from './media.cover.rules.ts';

/** Pixels that all differ from their neighbours. */
function noise(width: number, height: number, channels = 3): Pixels {
  const data = Buffer.from(Array.from({ length: width * height * channels }, (_, n) => (n * 7919) % 256));
  return { data, width, height, channels };
}
const colours = (
  { data, width, channels }: Pixels,
  [left, top, right, bottom]: readonly [number, number, number, number],
) => {
  const seen = new Set<string>();
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++)
      seen.add(data.subarray((y * width + x) * channels, (y * width + x + 1) * channels).toString('hex'));
  return seen.size;
};

test('a covered place is a few squares, everything else is as it was', () => {
  const before = noise(400, 300);
  const after = noise(400, 300);
  coverBoxes(after, [{ x: 0.25, y: 0.5, width: 0.5, height: 0.2 }]);
  const place = [100, 150, 300, 210] as const;
  expect(colours(before, place)).toBeGreaterThan(100); // Control: the box had content before.
  expect(colours(after, place)).toBeLessThanOrEqual(12);
  const outside = (pixels: Pixels) => {
    const copy = Buffer.from(pixels.data);
    for (let y = place[1]; y < place[3]; y++) copy.fill(0, (y * 400 + place[0]) * 3, (y * 400 + place[2]) * 3);
    return copy;
  };
  expect(outside(after).equals(outside(before))).toBe(true);
});

test('small places become one or two colours; the edge and several channels are covered too', () => {
  const pixels = noise(400, 300, 4);
  coverBoxes(pixels, [
    { x: 0.9, y: 0.9, width: 0.1, height: 0.1 },
    { x: 0, y: 0, width: 0.05, height: 0.05 },
  ]);
  expect(colours(pixels, [0, 0, 20, 15])).toBeLessThanOrEqual(4);
  expect(colours(pixels, [360, 270, 400, 300])).toBeLessThanOrEqual(9);
});

test('half a pixel is covered whole', () => {
  const pixels = noise(10, 10);
  coverBoxes(pixels, [{ x: 0.25, y: 0.25, width: 0.31, height: 0.31 }]);
  expect(colours(pixels, [2, 2, 6, 6])).toBe(1);
});

const box = (more: Partial<Box> = {}): Box => ({ x: 0.1, y: 0.1, width: 0.1, height: 0.1, ...more });
test.each<[string, Box[], string]>([
  ['outside', [box({ x: 0.95 })], 'BAD_BOX'],
  ['negative', [box({ y: -0.1 })], 'BAD_BOX'],
  ['nothing', [box({ width: 0 })], 'BAD_BOX'],
  ['no number', [box({ height: NaN })], 'BAD_BOX'],
  ['endless', [box({ width: Infinity })], 'BAD_BOX'],
  ['larger than the picture', [box({ x: 0, width: 2 })], 'BAD_BOX'],
  ['too many', Array.from({ length: 21 }, () => box()), 'TOO_MANY_BOXES'],
])('%s is refused', (_name, boxes, code) => {
  try {
    checkBoxes(boxes);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect((error as Refusal).userErrors[0]?.code).toBe(code);
  }
});
test('a whole picture, rounded, is fine', () => {
  expect(() => {
    checkBoxes([{ x: 0.3333334, y: 0, width: 0.6666667, height: 1 }]);
  }).not.toThrow();
});
