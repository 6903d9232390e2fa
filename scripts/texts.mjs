// Checks of texts that no linter knows: all languages have the same keys, all keys are used, all used keys exist. Each
// function returns its complaints; scripts/texts-plants.mjs proves that each check finds a fault.
import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pluralKinds } from '../web/shared/plural.ts';
import { findCodesWithoutText } from './texts-codes.mjs';
import { readBorrowed, readLater, readTexts } from './locales.mjs';
import { findTooEarly } from './texts-later.mjs';
import { findVisibleTexts } from './texts-templates.mjs';
import { listSources, readSource } from './tree.mjs';

const webFolder = 'web/locales';
/** Texts of messages, beside the domain that sends them. */
const messageFolders = 'server/**/locales/messages';
/** Language that is written first; the others must have the same keys. */
const first = 'de';
/** Maximum number of words of a sentence in plain language. */
const mostWords = 12;

/** @typedef {{ locale: string, file: string, texts: Map<string, string>, borrows: string[] }} Locale */

/** Languages of a folder with their texts by key; `borrows`: keys whose texts come from the base language. */
export function readLocales(root, folder) {
  return globSync(`${folder}/*.json`, { cwd: root })
    .sort()
    .map((file) => {
      const list = file.replace(/\.json$/, '.borrowed.txt');
      const lines = existsSync(join(root, list)) ? readSource(root, list).split('\n') : [];
      return {
        locale: basename(file, '.json'),
        file,
        texts: flatten(JSON.parse(readSource(root, file))),
        borrows: lines.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean),
      };
    });
}

/** Languages of the web app, including the texts of domains. */
function readWebLocales(root) {
  return readLocales(root, webFolder).map(({ locale, file }) => ({
    locale,
    file,
    fileOf: (key) => fileWithText(root, key, locale) ?? file,
    texts: flatten(readTexts(root, locale)),
    borrows: readBorrowed(root, locale),
  }));
}

/** File in which a language has, or should have, a text: beside the file with this text in any other language. */
function fileWithText(root, key, locale) {
  const holds = (file) => flatten(JSON.parse(readSource(root, file))).has(key);
  const found = globSync('web/**/locales/*.json', { cwd: root }).filter(holds);
  return found[0]?.replace(/[^/]+$/, `${locale}.json`);
}

/**
 * Keys that exist in one language and not in another. A plain language may borrow the keys of its list from its base
 * language.
 */
export function findGaps(locales) {
  const german = locales.find(({ locale }) => locale === first);
  if (german === undefined) return [`there is no ${first}.json`];

  return locales.flatMap(({ file, fileOf = () => file, texts, borrows }) => {
    const missing = [...german.texts.keys()].filter((key) => !texts.has(key));
    const covers = (line, key) => key === line || key.startsWith(`${line}.`);
    return [
      ...missing
        .filter((key) => !borrows.some((line) => covers(line, key)))
        .map(
          (key) =>
            `${fileOf(key)}: "${key}" is missing${borrows.length > 0 ? ' and not in the list of what it borrows' : ''}`,
        ),
      ...[...texts.keys()]
        .filter((key) => !german.texts.has(key))
        .map((key) => `${fileOf(key)}: only here there is "${key}", not in ${first}.json`),
      ...borrows
        .filter((line) => !missing.some((key) => covers(line, key)))
        .map((line) => `${file}: borrows "${line}", which it says itself or which is not there`),
    ];
  });
}

/**
 * Texts whose placeholders or plural forms differ from the German ones, plural forms that the language does not have,
 * and empty texts.
 */
export function findUnlike(locales) {
  const german = locales.find(({ locale }) => locale === first)?.texts ?? new Map();
  return locales.flatMap(({ locale, file, texts }) => {
    const kinds = pluralKinds(locale).length;
    return [...texts].flatMap(([key, text]) => {
      const model = german.get(key) ?? text;
      const forms = formsOf(text).length;
      const usual = formsOf(model).length;
      const expected = usual === 1 ? 1 : kinds + (usual > pluralKinds(first).length ? 1 : 0);
      return [
        ...(placeholders(text) === placeholders(model)
          ? []
          : [`holds ${placeholders(text)}, not ${placeholders(model)}`]),
        ...(forms === expected ? [] : [`has ${forms} forms, ${locale} needs ${expected}`]),
        ...(formsOf(text).some((form) => form === '') ? ['is empty'] : []),
      ].map((fault) => `${file}: "${key}" ${fault}`);
    });
  });
}

/** Sentences of plain language that are too long. */
export function findLongSentences(locales) {
  return locales
    .filter(({ locale }) => locale.endsWith('-x-leicht'))
    .flatMap(({ file, texts }) =>
      [...texts].flatMap(([key, text]) =>
        text
          .split(/[.!?:|]\s|\n/)
          .filter((sentence) => sentence.trim().split(/\s+/).length > mostWords || sentence.includes(';'))
          .map((sentence) => `${file}: "${key}" has a long sentence: ${sentence.trim()}`),
      ),
    );
}

/** Keys that code uses and no file has, and keys that no code uses. Code may build keys: t(`status.${to}`). */
export function findUnread(locales, sources) {
  const keys = [...(locales.find(({ locale }) => locale === first)?.texts.keys() ?? [])];
  const code = sources.map(({ source }) => source).join('\n');
  const isThere = (asked, isBegun) => keys.some((key) => (isBegun ? key.startsWith(asked) : key === asked));
  const isRead = (key) => code.includes(`'${key}'`) || code.includes(`\`${key.slice(0, key.lastIndexOf('.') + 1)}\${`);
  return [
    ...sources.flatMap(({ file, source }) => [
      ...asked(source)
        .filter((key) => !isThere(key, false))
        .map((key) => `${file}: no language has "${key}"`),
      ...begun(source)
        .filter((key) => !isThere(key, true))
        .map((key) => `${file}: no language has "${key}…"`),
    ]),
    ...keys.filter((key) => !isRead(key)).map((key) => `web/locales: nothing reads "${key}"`),
  ];
}

export function findAll(root) {
  const sources = listSources(root, ['web'])
    .filter((file) => !/\.test\.ts$/.test(file))
    .map((file) => ({ file, source: readSource(root, file) }));
  const web = readWebLocales(root);
  const messages = globSync(messageFolders, { cwd: root })
    .sort()
    .map((folder) => readLocales(root, folder));
  return [
    ...[web, ...messages].flatMap((locales) => [
      ...findGaps(locales),
      ...findUnlike(locales),
      ...findLongSentences(locales),
    ]),
    ...findUnread(web, sources),
    ...findUnnamed(root, web),
    ...findUntold(root, web),
    ...findTooEarly(sources, readLater(root)),
    ...sources
      .filter(({ file }) => file.endsWith('.vue'))
      .flatMap(({ file, source }) => findVisibleTexts(file, source)),
  ];
}

function findUntold(root, locales) {
  const sources = listSources(root, ['server']).map((file) => ({ file, source: readSource(root, file) }));
  const german = locales.find(({ locale }) => locale === first);
  return findCodesWithoutText(sources, german.texts, readSource(root, 'schema/schema.graphql'));
}

/** Languages without a name; people choose a language by its name. */
function findUnnamed(root, locales) {
  const names = JSON.parse(readSource(root, 'web/languages.json'));
  const codes = locales.map(({ locale }) => locale);
  return [
    ...codes.filter((code) => !(code in names)).map((code) => `web/languages.json: no name for ${code}`),
    ...Object.keys(names)
      .filter((code) => !codes.includes(code))
      .map((code) => `web/locales: no file for ${code}`),
  ];
}

const asked = (source) => [
  ...[...source.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => match[1]),
  ...[...source.matchAll(/\bt\(\s*[^'`(),]+\?\s*'([\w.]+)'\s*:\s*'([\w.]+)'/g)].flatMap((match) => [
    match[1],
    match[2],
  ]),
  ...[...source.matchAll(/\b(?:title|label|act)Key: '([\w.]+)'|\bkeypath="([\w.]+)"/g)].map(
    (match) => match[1] ?? match[2],
  ),
];
const begun = (source) => [...source.matchAll(/\b(?:t\(\s*|keypath=")`([\w.]+\.)\$\{/g)].map((match) => match[1]);
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g))].sort().join(' ') || 'nothing';
const formsOf = (text) => text.split('|').map((form) => form.trim());

function flatten(texts, prefix = '') {
  const entries = Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

if (import.meta.main) {
  const complaints = findAll(process.cwd());
  for (const complaint of complaints) console.error(complaint);
  for (const { locale, texts, borrows } of readWebLocales(process.cwd()))
    console.log(
      `${locale}: ${texts.size} texts${borrows.length > 0 ? `, ${borrows.length} lines of borrowed ones` : ''}`,
    );
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
