import { describe, expect, it } from 'vitest';
import { curvePath, type ChannelProgress, partsOf, type Progress } from './delivery.ts';

const progress = (more: Partial<Progress>): Progress =>
  ({
    startedAt: '2026-11-29T10:00:00Z',
    changedAt: '2026-11-29T10:01:40Z',
    people: 10,
    curve: [],
    ...more,
  }) as Progress;

describe('the curve', () => {
  it('lies on the ground while nobody is reached', () => {
    expect(curvePath(progress({}))).toBe('M0 160H1000');
    expect(curvePath(progress({ people: 0, changedAt: '2026-11-29T10:00:00Z' }))).toBe('M0 160H1000');
  });

  it('rises with each point, at its time and to its share of all people', () => {
    const curve = [
      { __typename: 'DeliveryPoint' as const, at: '2026-11-29T10:00:10Z', reached: 5 },
      { __typename: 'DeliveryPoint' as const, at: '2026-11-29T10:01:40Z', reached: 10 },
    ];
    expect(curvePath(progress({ curve }))).toBe('M0 160H100V80H1000V0H1000');
  });
});

it('the parts of a bar contain each delivery once', () => {
  const counts = { pending: 1, held: 2, sending: 4, sent: 8, delivered: 16, failed: 32, cancelled: 64, unknown: 128 };
  const parts = partsOf(counts as ChannelProgress);
  expect(parts).toEqual({ delivered: 16, sent: 8, waiting: 7, open: 192, failed: 32 });
  expect(Object.values(parts).reduce((sum, n) => sum + n)).toBe(255);
});
