import { expect, test } from 'vitest';
import { Refusal } from '../kernel/errors.ts';
import { areasAt, type AreaInput, overlapOf, readArea, type Reach } from './area.rules.ts';

const town = { west: 7.15, south: 50.55, east: 7.25, north: 50.65 };
/** Factors from metres to degrees at this latitude. */
const north = 1 / 111_195;
const east = 1 / (111_195 * Math.cos((50.6 * Math.PI) / 180));

const ring = (west: number, south: number, size: number): number[][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const polygon = (west: number, south: number, size = 0.01): object => ({
  type: 'Polygon',
  coordinates: [ring(west, south, size)],
});
/** A road from west to east at this latitude. */
const road = (lat: number): object => ({
  type: 'LineString',
  coordinates: [
    [7.16, lat],
    [7.24, lat],
  ],
});
const input = (geometry: object, more: Partial<AreaInput> = {}): AreaInput => ({
  name: 'Altstadt',
  owner: 'MUNICIPALITY',
  ownerName: 'die Stadt',
  geometry,
  ...more,
});
const reach = (id: string, geometry: object, toleranceMetres?: number): Reach => ({
  id,
  ...readArea(input(geometry, { toleranceMetres: toleranceMetres ?? null }), town),
});

function codesOf(geometry: object, more: Partial<AreaInput> = {}): string[] {
  try {
    readArea(input(geometry, more), town);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);
  }
}

test.each([
  ['a point', { type: 'Point', coordinates: [7.2, 50.6] }, 'BAD_GEOMETRY geometry'],
  ['no geometry', { kind: 'circle' }, 'BAD_GEOMETRY geometry'],
  ['a word', 'Kreis' as never, 'BAD_GEOMETRY geometry'],
  ['words for numbers', { type: 'LineString', coordinates: [['a', 'b']] }, 'BAD_GEOMETRY geometry'],
  [
    'an hourglass',
    {
      type: 'Polygon',
      coordinates: [
        [
          [7.2, 50.6],
          [7.21, 50.61],
          [7.21, 50.6],
          [7.2, 50.61],
          [7.2, 50.6],
        ],
      ],
    },
    'SELF_CROSSING geometry',
  ],
  [
    'a hole across the border',
    { type: 'Polygon', coordinates: [ring(7.2, 50.6, 0.01), ring(7.205, 50.605, 0.01)] },
    'SELF_CROSSING geometry',
  ],
  ['not closed', { type: 'Polygon', coordinates: [ring(7.2, 50.6, 0.01).slice(0, 4)] }, 'RING_NOT_CLOSED geometry'],
  [
    'two corners',
    {
      type: 'Polygon',
      coordinates: [
        [
          [7.2, 50.6],
          [7.21, 50.6],
          [7.2, 50.6],
        ],
      ],
    },
    'TOO_FEW_POINTS geometry',
  ],
  ['no ring', { type: 'Polygon', coordinates: [] }, 'TOO_FEW_POINTS geometry'],
  ['elsewhere', polygon(11.5, 48.1), 'OUTSIDE_TOWN geometry'],
  ['latitude first', { type: 'Polygon', coordinates: [ring(50.6, 7.2, 0.01)] }, 'OUTSIDE_TOWN geometry'],
  ['off the earth', polygon(200, 95), 'BAD_COORDINATES geometry'],
])('refused: an area, %s', (_, geometry, code) => {
  expect(codesOf(geometry)).toContain(code);
});

test('refused: too many points, a line of one point, and tolerances that make no sense', () => {
  const long = Array.from({ length: 2001 }, (_, i) => [7.16 + i * 0.00001, 50.6]);
  expect(codesOf({ type: 'LineString', coordinates: long }, { toleranceMetres: 5 })).toEqual([
    'TOO_MANY_POINTS geometry',
  ]);
  const dot = {
    type: 'LineString',
    coordinates: [
      [7.2, 50.6],
      [7.2, 50.6],
    ],
  };
  expect(codesOf(dot, { toleranceMetres: 5 })).toEqual(['TOO_FEW_POINTS geometry']);
  for (const toleranceMetres of [null, 0, 201]) {
    expect(codesOf(road(50.6), { toleranceMetres })).toEqual(['BAD_TOLERANCE toleranceMetres']);
  }
  expect(codesOf(polygon(7.2, 50.6), { toleranceMetres: 5 })).toEqual(['BAD_TOLERANCE toleranceMetres']);
  expect(codesOf(polygon(7.2, 50.6), { name: ' ' })).toEqual(['TOO_SHORT name']);
  expect(codesOf(road(50.6), { toleranceMetres: 20 })).toEqual([]);
});

test('a road reaches as far as it says, and not a metre more', () => {
  const areas = [reach('b42', road(50.6), 20)];
  const at = (metres: number): string[] => areasAt(areas, { lat: 50.6 + metres * north, lon: 7.2 }).map(({ id }) => id);
  expect([at(0), at(19.5), at(-19.5)]).toEqual([['b42'], ['b42'], ['b42']]);
  expect([at(20.5), at(-20.5)]).toEqual([[], []]);
  const beyondItsEnd = { lat: 50.6, lon: 7.24 + 20.5 * east };
  expect(areasAt(areas, beyondItsEnd)).toEqual([]);
});

test('of two roads the nearest, whichever is broader; equals by id', () => {
  const areas = [reach('narrow', road(50.6), 30), reach('broad', road(50.6 + 40 * north), 200)];
  const nearest = (metres: number): string[] =>
    areasAt(areas, { lat: 50.6 + metres * north, lon: 7.2 }).map(({ id }) => id);
  expect([nearest(15), nearest(25), nearest(-29), nearest(-35)]).toEqual([
    ['narrow'],
    ['broad'],
    ['narrow'],
    ['broad'],
  ]);
  const twins = [reach('b', road(50.6), 30), reach('a', road(50.6), 30)];
  expect(areasAt(twins, { lat: 50.6, lon: 7.2 }).map(({ id }) => id)).toEqual(['a']);
});

test('a road says more than the district it leads through, a small district more than a big one', () => {
  const areas = [
    reach('big', polygon(7.19, 50.59, 0.03)),
    reach('small', polygon(7.2, 50.6)),
    reach('b42', road(50.605), 20),
  ];
  expect(areasAt(areas, { lat: 50.605, lon: 7.205 }).map(({ id }) => id)).toEqual(['b42', 'small', 'big']);
  expect(areasAt(areas, { lat: 50.595, lon: 7.195 }).map(({ id }) => id)).toEqual(['big']);
});

test('a place on the border belongs to both sides; in a hole to neither', () => {
  const neighbours = [reach('west', polygon(7.19, 50.6)), reach('east', polygon(7.2, 50.6))];
  const ids = areasAt(neighbours, { lat: 50.605, lon: 7.2 }).map(({ id }) => id);
  expect(ids.sort()).toEqual(['east', 'west']);
  const holed = { type: 'Polygon', coordinates: [ring(7.18, 50.58, 0.04), ring(7.19, 50.59, 0.01)] };
  expect(areasAt([reach('around', holed)], { lat: 50.595, lon: 7.195 })).toEqual([]);
});

test('neighbours with a common border do not overlap; a shifted one does by half', () => {
  const one = reach('one', polygon(7.2, 50.6));
  expect(overlapOf(one, reach('two', polygon(7.21, 50.6)))).toBe(0);
  expect(overlapOf(one, reach('three', polygon(7.205, 50.6)))).toBeCloseTo(0.5, 2);
  expect(overlapOf(one, reach('four', polygon(7.202, 50.602, 0.002)))).toBeCloseTo(1, 2);
});
