import { describe, expect, it, test } from 'vitest';
import { type Boundary, boxOf, isBoundary, isInside, moved, wayFrom, widened } from './geometry.ts';

/** A square with a hole, and an exclave to the east. */
const town: Boundary = {
  type: 'MultiPolygon',
  coordinates: [[square(7, 50, 1), square(7.4, 50.4, 0.2)], [square(9, 50, 0.5)]],
};

function square(lon: number, lat: number, side: number): [number, number][] {
  return [
    [lon, lat],
    [lon + side, lat],
    [lon + side, lat + side],
    [lon, lat + side],
    [lon, lat],
  ];
}

describe('inside', () => {
  it.each([
    [7.1, 50.1, true],
    [7.5, 50.5, false],
    [8.5, 50.2, false],
    [9.2, 50.2, true],
    [7.1, 51.1, false],
    [6.9, 50.1, false],
  ])('%f, %f: %s', (lon, lat, inside) => {
    expect(isInside(town, { lat, lon })).toBe(inside);
  });
});

test('the box holds everything, and grows evenly on the ground', () => {
  expect(boxOf(town)).toEqual([7, 50, 9.5, 51]);
  const [west, south, east, north] = widened([7, 50, 8, 51], 0.5);
  expect([south, north]).toEqual([49.5, 51.5]);
  expect(west).toBeCloseTo(6.214, 3);
  expect(east).toBeCloseTo(8.786, 3);
});

test.each([
  [0, 10, 'N', 10],
  [300, 300, 'NE', 420],
  [-2000, 0, 'W', 2000],
  [3, -3, 'SE', 5],
  [0, -1234, 'S', 1200],
])('%i m east and %i m north is %s, about %i m', (east, north, direction, metres) => {
  const centre = { lat: 50.6, lon: 7.2 };
  expect(wayFrom(centre, moved(centre, east, north))).toEqual({ direction, metres });
});

test('only a MultiPolygon is a boundary', () => {
  expect([isBoundary(town), isBoundary({ type: 'Point' }), isBoundary(null), isBoundary('x')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
