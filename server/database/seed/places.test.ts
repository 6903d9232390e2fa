import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { MultiPolygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import generic from './generic.json' with { type: 'json' };
import { findPlace, type Place, placeSources, readPlaces } from './places.ts';
import unkel from './unkel.json' with { type: 'json' };

const places = readPlaces();
const holds = (place: Place, { lat, lon }: Place['centre']) =>
  booleanPointInPolygon([lon, lat], place.boundary as MultiPolygon);

describe('the real municipalities', () => {
  it('are those of the two counties, each once', () => {
    expect(places.filter(({ ags }) => ags.startsWith('07138'))).toHaveLength(62);
    expect(places.filter(({ ags }) => ags.startsWith('05382'))).toHaveLength(19);
    expect(new Set(places.map(({ ags }) => ags)).size).toBe(81);
    for (const { ags } of places) expect(ags).toMatch(/^\d{8}$/);
  });

  it('say what kind of place they are, and where', () => {
    expect(findPlace('07138073')).toMatchObject({
      name: 'Unkel',
      kind: 'Stadt',
      county: 'Landkreis Neuwied',
      land: 'Rheinland-Pfalz',
      population: 4938,
    });
    expect(findPlace('05382008')).toMatchObject({ name: 'Bad Honnef', county: 'Rhein-Sieg-Kreis', population: 25348 });
    expect(findPlace('07138999')).toBeUndefined();
  });

  it('credit their sources', () => {
    expect(placeSources.map(({ credit }) => credit)).toEqual([
      '© GeoBasis-DE / BKG (VG250, Stand 2016-01-01), vereinfacht/verändert',
      'GeoNames, CC BY 4.0',
    ]);
  });

  it('have a centre that lies in their own boundary and in no other', () => {
    for (const place of places) {
      const around = places.filter((other) => holds(other, place.centre)).map(({ name }) => name);
      expect(around).toEqual([place.name]);
    }
  });

  it('have closed rings, outer ones counter-clockwise, within their box', () => {
    for (const { boundary, bbox } of places) {
      for (const ring of boundary.coordinates.flat()) {
        expect(ring.length).toBeGreaterThanOrEqual(4);
        expect(ring.at(-1)).toEqual(ring[0]);
      }
      for (const [outer] of boundary.coordinates) expect(doubleArea(outer!)).toBeGreaterThan(0);
      const [west, south, east, north] = bbox;
      expect(west).toBeLessThan(east);
      expect(south).toBeLessThan(north);
      expect(east - west).toBeLessThan(0.5);
      expect(north - south).toBeLessThan(0.5);
    }
  });

  it('share one line with their neighbours: no strip belongs to two towns', () => {
    let shared = 0;
    const corners = places.map(({ boundary }) => new Set(boundary.coordinates.flat(2).map(String)));
    const unkel = corners[places.findIndex(({ name }) => name === 'Unkel')]!;
    for (const corner of unkel) if (corners.some((other) => other !== unkel && other.has(corner))) shared += 1;
    expect(shared / unkel.size).toBeGreaterThan(0.5);
  });
});

describe('what the seed tells', () => {
  it('happens in Unkel, for Unkel', () => {
    const outside = unkel.issues.filter(({ at }) => !holds(findPlace(unkel.ags)!, at));
    expect(outside.map(({ key }) => key)).toEqual([]);
  });

  it('fits into every other municipality, measured from its centre', () => {
    for (const place of places) {
      const outside = generic.issues.filter(({ offset }) => !holds(place, moveBy(place.centre, offset)));
      expect({ [place.name]: outside.map(({ key }) => key) }).toEqual({ [place.name]: [] });
    }
  });
});

function moveBy({ lat, lon }: Place['centre'], { east, north }: { east: number; north: number }): Place['centre'] {
  const metresPerDegree = 111_195;
  return {
    lat: lat + north / metresPerDegree,
    lon: lon + east / (metresPerDegree * Math.cos((lat * Math.PI) / 180)),
  };
}

function doubleArea(ring: readonly (readonly number[])[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [px, py] = ring[i === 0 ? ring.length - 1 : i - 1]!;
    return sum + px! * y! - x! * py!;
  }, 0);
}
