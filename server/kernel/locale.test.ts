import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { locales, readLocale } from './locale.ts';

test('pages and mails speak the same languages', () => {
  expect(Object.keys(JSON.parse(readFileSync('web/languages.json', 'utf8')) as object)).toEqual([...locales]);
});

test('a language falls back to its plain name, then to German', () => {
  const wishes = ['en', 'EN-gb', 'de', 'de-AT', 'de-x-leicht', 'DE-X-LEICHT', 'fr', 'english', '', null, undefined];
  expect(wishes.map(readLocale)).toEqual([
    ...['en', 'en', 'de', 'de', 'de-x-leicht', 'de-x-leicht', 'de', 'en', 'de', 'de', 'de'],
  ]);
});
