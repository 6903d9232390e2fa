import { expect, test } from 'vitest';
import { cornerText, readCorner } from './corner.ts';
import { readGeoJson, readGeometry } from './geojson.ts';
import { countPoints, emptySketch, geometryOf, hasHandles, isSame, linesOf, reshaped, withLines } from './sketch.ts';

const square = [
  [7.2, 50.6],
  [7.21, 50.6],
  [7.21, 50.61],
  [7.2, 50.61],
  [7.2, 50.6],
];
const hole = [
  [7.202, 50.602],
  [7.204, 50.602],
  [7.204, 50.604],
  [7.202, 50.602],
];
const road = [
  [7.2, 50.6],
  [7.21, 50.605],
];
const polygon = { type: 'Polygon', coordinates: [square] };
const line = { type: 'LineString', coordinates: road };
const read = (value: object) => readGeoJson(JSON.stringify(value));
const feature = (geometry: object, name?: string) => ({ type: 'Feature', properties: { name }, geometry });

test.each([
  ['50.6012, 7.2145', [7.2145, 50.6012]],
  ['  50.6012;7.2145 ', [7.2145, 50.6012]],
  ['50,6012 7,2145', [7.2145, 50.6012]],
  ['50,6012; 7,2145', [7.2145, 50.6012]],
  ['50.6012° 7.2145°', [7.2145, 50.6012]],
  ['50 7', [7, 50]],
])('"%s" is a corner', (text, corner) => {
  expect(readCorner(text)).toEqual(corner);
});

test.each(['', '50.6', '50.6,', 'Rheinstraße 3', '91, 7', '50.6, 181', '5605123, 373400', '50.6 7.2 3'])(
  '"%s" is none',
  (text) => {
    expect(readCorner(text)).toBeUndefined();
  },
);

test('what a corner says is read again as the same corner', () => {
  expect(readCorner(cornerText([7.2145, 50.6012]))).toEqual([7.2145, 50.6012]);
});

test('geometry, feature and collection are read; what stands in them comes back as it is kept', () => {
  const reading = read({ type: 'FeatureCollection', features: [feature(polygon, 'Altstadt')] });
  if ('fault' in reading) throw new Error(reading.fault);
  expect(reading.name).toBe('Altstadt');
  expect(countPoints(reading.sketch)).toBe(4);
  expect(geometryOf(reading.sketch)).toEqual({ type: 'MultiPolygon', coordinates: [[square]] });
  const both = read({ type: 'FeatureCollection', features: [feature(line), feature(line)] });
  expect(both).toMatchObject({ name: '', sketch: { shape: 'LINE', parts: [[road], [road]] } });
  const kept = readGeometry({ type: 'MultiLineString', coordinates: [road] });
  expect(kept && geometryOf(kept)).toEqual({ type: 'MultiLineString', coordinates: [road] });
});

test.each([
  ['no JSON', '{"type":', 'NOT_JSON'],
  ['a point', JSON.stringify({ type: 'Point', coordinates: [7, 50] }), 'NO_SHAPE'],
  ['something else', '[]', 'NO_SHAPE'],
  ['areas and lines', JSON.stringify({ type: 'GeometryCollection', geometries: [polygon, line] }), 'MIXED'],
  [
    'metres',
    JSON.stringify({
      type: 'LineString',
      coordinates: [
        [373400, 5605123],
        [373500, 5605200],
      ],
    }),
    'PROJECTED',
  ],
])('%s is refused', (_, text, fault) => {
  expect(readGeoJson(text)).toEqual({ fault });
});

test('holes are kept by the list of corners, left out of a road, and not changed on the map', () => {
  const holed = readGeometry({ type: 'Polygon', coordinates: [square, hole] });
  if (!holed) throw new Error('not read');
  expect(hasHandles(holed)).toBe(false);
  expect(isSame(withLines(holed, linesOf(holed)), holed)).toBe(true);
  expect(linesOf(reshaped(holed, 'LINE'))).toEqual([square.slice(0, 4)]);
  const [border = [], inner = []] = linesOf(holed);
  expect(withLines(holed, [border, []]).parts).toEqual([[border]]);
  expect(withLines(emptySketch('LINE'), [[]]).parts).toEqual([]);
  expect(withLines(holed, [border, inner, border]).parts).toEqual([[border, inner], [border]]);
});
