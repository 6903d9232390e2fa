import { expect, it } from 'vitest';
import { addTexts, i18n, languages, setLocale } from './i18n.ts';
import { pluralKinds } from './plural.ts';

it('takes a language that is a file: its texts, its plurals, its dates', () => {
  addTexts('cs', {
    feed: { new: '{n} nový příspěvek | {n} nové příspěvky | {n} nových příspěvků' },
    explorer: { messages: 'zatím žádná zpráva | jedna zpráva | {n} zprávy | {n} zpráv' },
  });
  const { t } = i18n.global;
  const say = (key: string, count: number) => t(key, count, { locale: 'cs' });
  expect([0, 1, 2, 4, 5, 21, 22].map((count) => say('feed.new', count))).toEqual([
    '0 nových příspěvků',
    '1 nový příspěvek',
    '2 nové příspěvky',
    '4 nové příspěvky',
    '5 nových příspěvků',
    '21 nových příspěvků',
    '22 nových příspěvků',
  ]);
  expect([0, 1, 3, 5].map((count) => say('explorer.messages', count))).toEqual([
    'zatím žádná zpráva',
    'jedna zpráva',
    '3 zprávy',
    '5 zpráv',
  ]);
});

it('knows how many forms a language has for whole numbers', () => {
  const kinds = ['de', 'de-x-leicht', 'en', 'cs', 'uk', 'ar'].map((locale) => pluralKinds(locale).length);
  expect(kinds).toEqual([2, 2, 2, 3, 3, 6]);
});

it.each(languages)('speaks $name: what the page says, and how it is to be read out', async ({ code }) => {
  await setLocale(code);
  expect(i18n.global.t('app.close')).not.toBe('app.close');
  expect(document.documentElement.lang).toBe(code.slice(0, 2));
  expect(document.documentElement.dataset.language).toBe(code);
});
