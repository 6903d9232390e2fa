// Texts of the web app: web/locales/<locale>.json and the texts of domains, web/<domain>/**/locales/<locale>.json,
// merged into one object.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const common = 'web/locales';

/** Paths of the files with texts of a language, relative to `root`; the common file is first. */
export function textFiles(root, locale) {
  const own = globSync(`web/*/**/locales/${locale}.json`, { cwd: root }).toSorted();
  return [`${common}/${locale}.json`, ...own];
}

/** All texts of a language. Throws an error that names the file with a duplicate key. */
export function readTexts(root, locale, files = textFiles(root, locale)) {
  const texts = {};
  for (const file of files) merge(texts, JSON.parse(readFileSync(join(root, file), 'utf8')), file);
  return texts;
}

/**
 * The texts of a language in two parts: those of the first pages, and those that are loaded after them. Errors of
 * domains are loaded later, too: only a mutation returns them, and the app loads these texts beside its first mutation.
 */
export function splitTexts(root, locale) {
  const common = Object.keys(readTexts(root, locale, textFiles(root, locale).slice(0, 1)).errors ?? {});
  const first = readTexts(root, locale);
  const ofDomains = Object.keys(first.errors ?? {}).filter((code) => !common.includes(code));
  const later = {};
  for (const key of [...readLater(root), ...ofDomains.map((code) => `errors.${code}`)])
    move(first, later, key.split('.'));
  return { first, later };
}

/** Moves the texts at a path; nothing if the source has none there. */
function move(from, to, [word, ...rest]) {
  if (from[word] === undefined) return;
  if (rest.length === 0) {
    to[word] = from[word];
    Reflect.deleteProperty(from, word);
    return;
  }
  to[word] ??= {};
  move(from[word], to[word], rest);
}

/** Keys that a plain language takes from its base language, from all its files. */
export function readBorrowed(root, locale) {
  return textFiles(root, locale)
    .map((file) => file.replace(/\.json$/, '.borrowed.txt'))
    .concat(globSync(`web/*/**/locales/${locale}.borrowed.txt`, { cwd: root }))
    .filter((file, place, all) => all.indexOf(file) === place && existsSync(join(root, file)))
    .flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n'))
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean);
}

/**
 * Keys, or their first words, of the texts that are loaded after the first pages: those of web/locales/later.txt, and the
 * first words that exist only in the files of domains.
 */
export function readLater(root) {
  const list = readFileSync(join(root, common, 'later.txt'), 'utf8').split('\n');
  const early = JSON.parse(readFileSync(join(root, common, 'de.json'), 'utf8'));
  const own = Object.keys(readTexts(root, 'de')).filter((key) => !(key in early));
  return [...list.filter((line) => line !== '' && !line.startsWith('#')), ...own];
}

function merge(target, source, file, path = '') {
  for (const [key, value] of Object.entries(source)) {
    const known = target[key];
    if (known === undefined) target[key] = structuredClone(value);
    else if (typeof known === 'object' && typeof value === 'object') merge(known, value, file, `${path}${key}.`);
    else throw new Error(`${file}: "${path}${key}" is already in another file`);
  }
}
