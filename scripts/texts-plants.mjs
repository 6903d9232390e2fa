// Controls of scripts/texts.mjs: one fault of each kind, which must be reported once, and nothing else.
import { findGaps, findLongSentences, findUnlike, findUnread } from './texts.mjs';
import { findCodesWithoutText } from './texts-codes.mjs';
import { findTooEarly } from './texts-later.mjs';
import { findVisibleTexts } from './texts-templates.mjs';

const german = { 'app.close': 'Schließen', 'board.moved': '{who} war da', 'feed.new': '{n} Eintrag | {n} Einträge' };
const plain = { 'app.close': 'Zu-Machen', 'board.moved': '{who} war da', 'feed.new': '{n} Text | {n} Texte' };

/** Texts of a language file with `texts` in place of the German ones. */
function told(locale, texts, borrows = []) {
  return { locale, file: `${locale}.json`, texts: new Map(Object.entries(texts)), borrows };
}
const besides = (locale, texts, borrows) => [told('de', german), told(locale, texts, borrows)];
const without = (key, texts) => Object.fromEntries(Object.entries(texts).filter(([known]) => known !== key));
const shows = (template) => findVisibleTexts('Planted.vue', `<template>${template}</template>`);
const readsAll = "t('app.close') t('board.moved') t('feed.new')";
const reads = (source) => findUnread([told('de', german)], [{ file: 'a.ts', source: `${readsAll} ${source}` }]);

const codes = (source) =>
  findCodesWithoutText(
    [{ file: 'server/post/post.rules.ts', source }],
    new Map([['errors.POST_IS_OLD', 'x']]),
    'enum Age { VERY_OLD }',
  );

/** Sources of a page that a route loads and of a card that the first page loads itself. */
const pages = (page, card) => [
  { file: 'web/main.ts', source: "import { poll } from './poll.pages.ts';\nimport('./Card.vue');" },
  { file: 'web/poll.pages.ts', source: "import('./Page.vue')" },
  { file: 'web/Page.vue', source: page },
  { file: 'web/Card.vue', source: card },
];

/** [name of the planted fault, complaints about it] */
export const plantedTexts = [
  ['a missing key', findGaps(besides('en', without('app.close', german)))],
  ['a key of one language alone', findGaps(besides('en', { ...german, 'app.more': 'More' }))],
  [
    'a key that plain language neither says nor borrows',
    findGaps(besides('de-x-leicht', { 'board.moved': '{who} war da' }, ['feed'])),
  ],
  ['a borrowed key that is there', findGaps(besides('de-x-leicht', plain, ['board']))],
  ['another placeholder', findUnlike(besides('en', { ...german, 'board.moved': '{whom} was here' }))],
  ['a lost plural', findUnlike(besides('en', { ...german, 'feed.new': '{n} entries' }))],
  ['a plural form too few for the language', findUnlike(besides('cs', { 'feed.new': '{n} zpráva | {n} zpráv' }))],
  ['an empty text', findUnlike(besides('en', { ...german, 'app.close': ' ' }))],
  ['a long sentence in plain language', findLongSentences(besides('de-x-leicht', { 'app.close': 'wort '.repeat(13) }))],
  [
    'a key that nobody reads',
    reads('').concat(findUnread([told('de', { ...german, 'app.old': 'x' })], [{ file: 'a.ts', source: readsAll }])),
  ],
  ['a key that is not there', reads("t('app.opne')")],
  ['a key that is not there, of two', reads("t(isNew ? 'app.close' : 'app.opne')")],
  ['a built key that cannot be there', reads('t(`gone.${kind}`)')],
  ['a text that is loaded later on a first page', findTooEarly(pages('', "t('board.moved')"), ['board'])],
  ['a single text that is loaded later on a first page', findTooEarly(pages('', "t('board.moved')"), ['board.moved'])],
  ['a code without a text', codes("deny('POST_IS_LOST')")],
  ['a word in a template', shows('<p v-if="x">Guten Tag</p>')],
  ['a word in an attribute', shows('<p title="Hinweis" />')],
  ['a word in a bound attribute', shows(`<button :aria-label="isOpen ? 'zu' : t('app.close')" />`)],
  ['a word in an expression', shows('{{ `${n} Stimmen` }}')],
];

/** Complaints about texts without faults; all must be empty. */
export const cleanTexts = [
  findGaps(besides('de-x-leicht', without('board.moved', plain), ['board'])),
  findUnlike(besides('cs', { 'feed.new': '{n} zpráva | {n} zprávy | {n} zpráv' })),
  reads('t(`board.${kind}`)'),
  findTooEarly(pages("t('board.moved')", "t('app.close')"), ['board']),
  findTooEarly(pages('', "t('board.movedAway')"), ['board.moved']),
  findTooEarly(pages("t('board.moved')", "withLaterTexts(() => import('./Page.vue'))"), ['board']),
  codes("deny('POST_IS_OLD') deny('VERY_OLD')"),
  shows(
    `<a v-if="kind === 'OPEN'" :title="t('app.close')" :class="'big'" aria-label="112">{{ n }} · {{ t('feed.new', n) }}</a>`,
  ),
].flat();
