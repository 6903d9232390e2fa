import { expect, test } from 'vitest';
import { deferHost, deferredFor, domainOf, resumeHost } from './notification.stalls.ts';

const at = (seconds: number): Date => new Date(1000 * seconds);
const isDeferred = (address: string, now: Date): boolean => deferredFor(domainOf(address), now) > 0;
const deferDomain = (address: string, now: Date): void => {
  deferHost(domainOf(address), now);
};

test('mail to a domain that keeps us waiting is put off, each time longer, and nobody else is', () => {
  expect(isDeferred('a@tarpit.example', at(0))).toBe(false);
  deferDomain('a@tarpit.example', at(0));
  expect([29, 31].map((second) => isDeferred('b@tarpit.example', at(second)))).toEqual([true, false]);
  expect(isDeferred('a@example.org', at(1))).toBe(false);
  deferDomain('b@tarpit.example', at(31));
  expect([90, 92].map((second) => isDeferred('a@tarpit.example', at(second)))).toEqual([true, false]);
  for (let n = 0; n < 20; n++) deferDomain('a@tarpit.example', at(100));
  expect(isDeferred('a@tarpit.example', at(100 + 961))).toBe(false);
  resumeHost(domainOf('c@tarpit.example'));
  expect(isDeferred('a@tarpit.example', at(101))).toBe(false);
});

test('a host that asks for a longer pause gets it', () => {
  deferHost('push.example', at(0), 3600_000);
  expect([3599, 3601].map((second) => deferredFor('push.example', at(second)) > 0)).toEqual([true, false]);
});
