import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { locales, readLocale, requireLocale } from './locale.ts';

test('pages and mails speak the same languages', () => {
  expect(Object.keys(JSON.parse(readFileSync('web/languages.json', 'utf8')) as object)).toEqual([...locales]);
});

test('a language falls back to its plain name, then to German', () => {
  const wishes = ['en', 'EN-gb', 'de', 'de-AT', 'de-x-leicht', 'DE-X-LEICHT', 'fr', 'english', '', null, undefined];
  expect(wishes.map(readLocale)).toEqual([
    'en',
    'en',
    'de',
    'de',
    'de-x-leicht',
    'de-x-leicht',
    'de',
    'de',
    'de',
    'de',
    'de',
  ]);
});

test('an input in a language that nobody speaks here is refused', () => {
  expect([undefined, null, 'en-GB', 'de-x-leicht'].map(requireLocale)).toEqual(['de', 'de', 'en', 'de-x-leicht']);
  for (const wish of ['', 'fr', 'english', 'deutsch'])
    expect(() => requireLocale(wish)).toThrow(
      expect.objectContaining({ userErrors: [expect.objectContaining({ code: 'UNKNOWN_LOCALE', path: ['locale'] })] }),
    );
});
