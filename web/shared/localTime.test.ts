import { expect, test } from 'vitest';
import { isoOf, localOf } from './localTime.ts';

test.each([
  ['2026-11-26T08:00', '2026-11-26T07:00:00.000Z'],
  ['2026-07-01T08:00', '2026-07-01T06:00:00.000Z'],
  ['2026-03-29T01:30', '2026-03-29T00:30:00.000Z'],
  ['2026-03-29T03:30', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T01:30', '2026-10-24T23:30:00.000Z'],
  ['2026-10-25T03:30', '2026-10-25T02:30:00.000Z'],
])('%s in Unkel is %s', (local, iso) => {
  expect(isoOf(local, 'Europe/Berlin')).toBe(iso);
  expect(localOf(iso, 'Europe/Berlin')).toBe(local);
});

test('nonsense is no moment', () => {
  expect(isoOf('', 'Europe/Berlin')).toBeNull();
  expect(isoOf('morgen', 'Europe/Berlin')).toBeNull();
});
