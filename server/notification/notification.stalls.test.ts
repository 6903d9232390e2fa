import { expect, test } from 'vitest';
import { forgetStall, isPutOff, noteStall } from './notification.stalls.ts';

const at = (seconds: number): Date => new Date(1000 * seconds);

test('mail to a domain that keeps us waiting is put off, each time longer, and nobody else is', () => {
  expect(isPutOff('a@tarpit.example', at(0))).toBe(false);
  noteStall('a@tarpit.example', at(0));
  expect([29, 31].map((second) => isPutOff('b@tarpit.example', at(second)))).toEqual([true, false]);
  expect(isPutOff('a@example.org', at(1))).toBe(false);
  noteStall('b@tarpit.example', at(31));
  expect([90, 92].map((second) => isPutOff('a@tarpit.example', at(second)))).toEqual([true, false]);
  for (let n = 0; n < 20; n++) noteStall('a@tarpit.example', at(100));
  expect(isPutOff('a@tarpit.example', at(100 + 961))).toBe(false);
  forgetStall('c@tarpit.example');
  expect(isPutOff('a@tarpit.example', at(101))).toBe(false);
});
