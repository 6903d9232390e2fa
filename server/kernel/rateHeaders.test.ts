import { afterEach, expect, test, vi } from 'vitest';
import { createCharges } from './charges.ts';
import { rateHeaders } from './rateHeaders.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('the seconds until the window ends are never more than the window, whatever the clock rounds', () => {
  const rate = { name: 'cost.ip', points: 10, seconds: 60 };
  const seconds = [5537.1017999999995, 5540.9902999999995, 0.1, 98_765.4321].map((now) => {
    vi.spyOn(performance, 'now').mockReturnValue(now);
    const balance = createCharges(undefined)({ rate, key: 'a', points: 1 });
    expect(balance.msLeft).toBeLessThanOrEqual(60_000);
    return /t=(\d+)/.exec(rateHeaders([balance])[1]?.[1] ?? '')?.[1];
  });
  expect(new Set(seconds)).toEqual(new Set(['60']));
});
