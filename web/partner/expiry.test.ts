import { expect, it } from 'vitest';
import { expiryOf } from './expiry.ts';

const now = Date.parse('2026-11-25T09:00:00Z');
const at = (iso: string, revokedAt: string | null = null) => expiryOf({ expiresAt: iso, revokedAt }, now);

it('tells the last two weeks, and what is over', () => {
  expect(at('2026-12-09T09:00:00Z')).toEqual({ kind: 'soon', days: 14 });
  expect(at('2026-12-09T09:00:01Z')).toEqual({ kind: 'later', days: 15 });
  expect(at('2026-11-25T09:00:01Z')).toEqual({ kind: 'soon', days: 1 });
  expect(at('2026-11-25T09:00:00Z').kind).toBe('expired');
  expect(at('2027-11-25T09:00:00Z', '2026-11-24T09:00:00Z').kind).toBe('revoked');
});
