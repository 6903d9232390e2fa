import { describe, expect, test } from 'vitest';
import { capFaults, indexFaults, readCap, schemaFault } from '../testing/cap.ts';
import { alert, box, cancel, drill, ids, ring, schemaDefects, update } from '../testing/capDocuments.ts';
import { ringsOf } from './alert.cap.area.rules.ts';
import { capTime } from './alert.cap.rules.ts';

/* Cases of CAP: what is valid, and what is invalid by one defect each. */

test('alert, update, cancel and drill are valid', () => {
  for (const xml of [alert, update, drill, cancel]) {
    expect([schemaFault(xml), capFaults(xml, box)]).toEqual([null, []]);
  }
  expect(readCap(alert)).toMatchObject({ sender: 'warnung@unkel.example', sent: '2026-11-24T22:01:00+01:00' });
  expect(readCap(update).references).toBe(`warnung@unkel.example,urn:uuid:${ids[0]},2026-11-24T22:01:00+01:00`);
});

describe('one defect each against the schema', () => {
  test.each(schemaDefects)('%s', (_name, spoil, complaint) => {
    const wrong = spoil(alert);
    expect(wrong).not.toBe(alert);
    expect(schemaFault(wrong)).toContain(complaint);
  });
});

describe('one defect each against the rules beside the schema', () => {
  const polygon = (text: string) => (xml: string) => xml.replaceAll(/<polygon>[^<]*/g, `<polygon>${text}`);
  const cases: readonly (readonly [string, string, (xml: string) => string, string])[] = [
    [
      'Update without references',
      update,
      (xml) => xml.replace(/<references>.*<\/references>/, ''),
      'without references',
    ],
    ['references with two parts', update, (xml) => xml.replace(/(<references>[^,]*,[^,]*),[^<]*/, '$1'), 'reference '],
    ['a polygon of three points', alert, polygon('50.55,7.15 50.55,7.25 50.55,7.15'), 'fewer than four'],
    ['a polygon not closed', alert, polygon('50.55,7.15 50.55,7.25 50.65,7.25 50.65,7.15'), 'not closed'],
    [
      'a polygon in the order lon,lat',
      alert,
      polygon('7.15,50.55 7.25,50.55 7.25,50.65 7.15,50.55'),
      'outside the town',
    ],
    [
      'expires before sent',
      alert,
      (xml) => xml.replaceAll(/<expires>[^<]*/g, '<expires>2026-11-24T20:00:00+01:00'),
      'expires before',
    ],
    ['no expires', alert, (xml) => xml.replaceAll(/<expires>.*<\/expires>/g, ''), 'no expires'],
    [
      'other scales in one language',
      alert,
      (xml) => xml.replace('<severity>Severe', '<severity>Minor'),
      'scales differ',
    ],
    ['a drill without PROBE', drill, (xml) => xml.replace('<headline>PROBE: ', '<headline>'), 'without PROBE'],
    ['no language', alert, (xml) => xml.replace('<language>de</language>', ''), 'no language'],
  ];
  test.each(cases)('%s', (_name, valid, spoil, fault) => {
    const wrong = spoil(valid);
    expect(schemaFault(wrong)).toBeNull();
    expect(capFaults(wrong, box)).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
  });

  test('an exercise among the real warnings', () => {
    expect(indexFaults([alert, update])).toEqual([]);
    expect(indexFaults([alert, drill])).toHaveLength(1);
  });
});

test('times have the offset of the town, in summer and winter, without a fraction', () => {
  expect(capTime(new Date('2026-07-01T10:00:00.999Z'), 'Europe/Berlin')).toBe('2026-07-01T12:00:00+02:00');
  expect(capTime(new Date('2026-10-25T00:30:00Z'), 'Europe/Berlin')).toBe('2026-10-25T02:30:00+02:00');
  expect(capTime(new Date('2026-10-25T01:30:00Z'), 'Europe/Berlin')).toBe('2026-10-25T02:30:00+01:00');
});

test('a boundary of many points has at most 200, stays closed, and keeps its extent', () => {
  const many = Array.from({ length: 5000 }, (_, i) => {
    const angle = (2 * Math.PI * (i % 4999)) / 4999;
    const radius = 0.05 + 0.001 * Math.sin(40 * angle);
    return [7.2 + radius * Math.cos(angle), 50.6 + radius * Math.sin(angle)];
  });
  const hole = ring.map(([lon = 0, lat = 0]) => [lon, lat]);
  const thin = [
    [7.2, 50.6],
    ...Array.from({ length: 300 }, (_, i) => [7.2 + i * 1e-6, 50.6 + (i % 2) * 1e-7]),
    [7.2, 50.6],
  ];
  const [outer = [], sliver = [], ...rest] = ringsOf({ coordinates: [[many, hole], [thin]] });
  expect(rest).toEqual([]);
  expect(outer.length + sliver.length).toBeLessThanOrEqual(200);
  for (const one of [outer, sliver]) {
    expect(one.length).toBeGreaterThanOrEqual(4);
    expect(one.at(-1)).toEqual(one[0]);
  }
  const lons = outer.map(([lon]) => lon);
  expect(Math.max(...lons) - Math.min(...lons)).toBeCloseTo(0.1, 2);
});
