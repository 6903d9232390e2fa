import { expect, it } from 'vitest';
import { inOrder, metresBetween } from './work.ts';

const issue = (id: string, lat: number, dueAt: string | null, createdAt: string) => ({
  id,
  createdAt,
  place: { point: { lat, lon: 7.2 } },
  clock: { resolution: { dueAt } },
});
const issues = [
  issue('far', 50.7, '2026-11-27T08:00:00Z', '2026-11-01'),
  issue('near', 50.6, null, '2026-11-03'),
  issue('old', 50.65, null, '2026-11-02'),
];

it('puts the nearest first, or what is due first, or else the oldest', () => {
  const order = (by: 'near' | 'due', here: { lat: number; lon: number } | null) =>
    inOrder(issues, by, here).map(({ id }) => id);
  expect(order('near', { lat: 50.6, lon: 7.2 })).toEqual(['near', 'old', 'far']);
  expect(order('near', null)).toEqual(['far', 'old', 'near']);
  expect(order('due', null)).toEqual(['far', 'old', 'near']);
});

it('measures in metres', () => {
  expect(Math.round(metresBetween({ lat: 50.6, lon: 7.2 }, { lat: 50.601, lon: 7.2 }))).toBe(111);
  expect(Math.round(metresBetween({ lat: 50.6, lon: 7.2 }, { lat: 50.6, lon: 7.201 }))).toBe(71);
});
