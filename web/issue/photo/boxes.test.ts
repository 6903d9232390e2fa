import { expect, test } from 'vitest';
import { between, moved, pressed, resized, withSide } from './boxes.ts';

const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };

test('a box moves and grows as far as the picture goes, and never vanishes', () => {
  expect(moved(box, 0.05, -0.05)).toEqual({ ...box, x: 0.15, y: 0.15 });
  expect(moved(box, -1, 1)).toEqual({ ...box, x: 0, y: 0.6 });
  expect(resized(box, 1, -1)).toEqual({ ...box, width: 0.9, height: 0.02 });
});

test('drawn in any direction, and beyond the edge', () => {
  const drawn = { x: 0.2, y: 0.1, width: 0.3, height: 0.4 };
  expect(between({ x: 0.2, y: 0.1 }, { x: 0.5, y: 0.5 })).toEqual(drawn);
  expect(between({ x: 0.5, y: 0.5 }, { x: 0.2, y: 0.1 })).toEqual(drawn);
  expect(between({ x: 0.9, y: 0.9 }, { x: 1.5, y: -1 })).toEqual({ x: 0.9, y: 0, width: 0.1, height: 0.9 });
});

test('arrow keys move, with Shift they resize; other keys do nothing', () => {
  expect(pressed(box, 'ArrowRight', false)).toEqual({ ...box, x: 0.11 });
  expect(pressed(box, 'ArrowDown', true)).toEqual({ ...box, height: 0.41 });
  expect(pressed(box, 'Enter', false)).toBeUndefined();
});

test('typed figures are kept within the picture; what is no figure changes nothing', () => {
  expect(withSide(box, 'x', 0.95)).toEqual({ ...box, x: 0.7 });
  expect(withSide(box, 'height', 0.5)).toEqual({ ...box, height: 0.5 });
  expect(withSide(box, 'width', NaN)).toEqual(box);
});
