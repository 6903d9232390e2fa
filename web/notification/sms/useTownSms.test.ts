import { expect, test } from 'vitest';
import { readCents } from './useTownSms.ts';

test.each([
  ['50', 5000],
  ['0', 0],
  [' 7,5 ', 750],
  ['7.50', 750],
  ['0,05', 5],
  ['', -1],
  ['-5', -1],
  ['1.000,00', -1],
  ['fünf', -1],
  ['5,123', -1],
])('%s euros are %s cents', (text, cents) => {
  expect(readCents(text)).toBe(cents);
});
