import { describe, expect, test } from 'vitest';
import { capFaults, indexFaults, readCap, schemaFault } from '../testing/cap.ts';
import { ringsOf } from './alert.cap.area.rules.ts';
import { capTime, writeCap } from './alert.cap.rules.ts';
import type { Alert } from './alert.entity.ts';
import { templates } from './alert.templates.ts';

/* Cases of CAP: what is valid, and what is invalid by one defect each. */

const box = { west: 7.15, south: 50.55, east: 7.25, north: 50.65 };
const ids = [1, 2, 3].map((n) => `0198a000-0000-7000-8000-00000000000${n}`);
const sentAt = new Date('2026-11-24T21:00:00.750Z');
const ring = [
  [7.15, 50.55],
  [7.25, 50.55],
  [7.25, 50.65],
  [7.15, 50.55],
];
const words = { headline: 'Hochwasser & "Wasser"', description: 'Es <steigt>.' };
const alertOf = (number: number, msgType: string, more: object = {}): Alert =>
  ({
    id: ids[number - 1],
    number,
    msgType,
    status: 'ACTUAL',
    severity: 'SEVERE',
    urgency: 'IMMEDIATE',
    certainty: 'LIKELY',
    isCorrection: false,
    sender: 'Ordnungsamt',
    onsetAt: null,
    sentAt: new Date(sentAt.getTime() + number * 60_000),
    expiresAt: new Date(sentAt.getTime() + 6 * 3_600_000),
    content: {
      texts: ['de', 'en', 'de-x-leicht'].map((locale) => ({
        locale,
        ...words,
        instructions: [{ text: 'Gehen Sie.' }],
      })),
      area: 'Altstadt',
      polygons: null,
      phone: '02224 18060',
    },
    ...more,
  }) as unknown as Alert;
const write = (alert: Alert, thread: readonly Alert[] = [alert]): string =>
  writeCap(alert, {
    incident: { id: ids[0] ?? '', isFalseAlarm: false },
    thread,
    template: templates.get('flood'),
    town: { ags: '07138073', name: 'Unkel', timeZone: 'Europe/Berlin', isDemo: false },
    boundary: { type: 'MultiPolygon', coordinates: [[ring]] },
    origin: 'https://unkel.example',
  });

const first = alertOf(1, 'ALERT');
const alert = write(first);
const changed = alertOf(2, 'UPDATE');
const update = write(changed, [first, changed]);
const drill = write(alertOf(3, 'ALERT', { status: 'EXERCISE' }));

test('alert, update, cancel and drill are valid', () => {
  const ended = alertOf(3, 'CANCEL', { urgency: 'PAST' });
  for (const xml of [alert, update, drill, write(ended, [first, changed, ended])]) {
    expect([schemaFault(xml), capFaults(xml, box)]).toEqual([null, []]);
  }
  expect(readCap(alert)).toMatchObject({ sender: 'warnung@unkel.example', sent: '2026-11-24T22:01:00+01:00' });
  expect(readCap(update).references).toBe(`warnung@unkel.example,urn:uuid:${ids[0]},2026-11-24T22:01:00+01:00`);
});

describe('one defect each against the schema', () => {
  const language = '<language>de</language>';
  const cases: Readonly<Record<string, (xml: string) => string>> = {
    'Z in sent': (xml) => xml.replace(/<sent>[^<]*/, '<sent>2026-11-24T21:01:00Z'),
    'a fraction of a second in sent': (xml) => xml.replace(/<sent>[^<]*/, '<sent>2026-11-24T22:01:00.5+01:00'),
    'what toISOString() says': (xml) => xml.replace(/<sent>[^<]*/, `<sent>${sentAt.toISOString()}`),
    'Z in expires': (xml) => xml.replace(/<expires>[^<]*/, '<expires>2026-11-25T03:00:00Z'),
    'no category': (xml) => xml.replaceAll(/<category>.*<\/category>/g, ''),
    'severity in small letters': (xml) => xml.replace('<severity>Severe', '<severity>severe'),
    'info before scope': (xml) => {
      const info = /<info>[^]*?<\/info>/.exec(xml)?.[0] ?? '';
      return xml.replace(info, '').replace('<scope>', () => `${info}<scope>`);
    },
    'an area without areaDesc': (xml) => xml.replace(/<areaDesc>.*<\/areaDesc>/, ''),
    'urgency after certainty': (xml) =>
      xml.replace(/(<urgency>.*<\/urgency>)([^]*?<certainty>.*?<\/certainty>)/, '$2$1'),
    'two identifiers': (xml) => xml.replace(/<identifier>.*<\/identifier>/, '$&$&'),
    'a space in the identifier': (xml) => xml.replace('<identifier>', '<identifier>a b'),
    'no event': (xml) => xml.replace(/<event>.*<\/event>/, ''),
    'an unknown msgType': (xml) => xml.replace('<msgType>Alert', '<msgType>Warn'),
    'an unknown element': (xml) => xml.replace(language, `${language}<level>3</level>`),
    'another namespace': (xml) => xml.replace('cap:1.2', 'cap:1.1'),
  };
  test.each(Object.entries(cases))('%s', (_name, spoil) => {
    const wrong = spoil(alert);
    expect(wrong).not.toBe(alert);
    expect(schemaFault(wrong)).toContain('xmllint');
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
