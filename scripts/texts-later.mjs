// Texts of web/locales/later.txt are not loaded when the first pages are shown, so these pages and everything that they
// load themselves must not use them. Pages that a route loads (web/router.ts), and what is loaded by `withLaterTexts`
// (web/shared/i18n.ts), have all texts.
import { posix } from 'node:path';

const entries = ['web/main.ts'];
/** Files whose lazy imports are pages of their own. */
const routes = /\.pages\.ts$/;

export function findTooEarly(sources, later, starts = entries) {
  const known = new Map(sources.map(({ file, source }) => [file, source]));
  const seen = new Set();
  for (const start of starts) walk(start);
  return [...seen].flatMap((file) =>
    later
      .filter((word) => readingOf(word).test(known.get(file)))
      .map(
        (word) =>
          `${file}: reads "${word}.…", which is loaded after the first pages: use a text of web/locales/de.json that later.txt does not name`,
      ),
  );

  function walk(file) {
    const source = known.get(file);
    if (source === undefined || seen.has(file)) return;
    seen.add(file);
    for (const target of importsOf(file, source)) walk(posix.join(posix.dirname(file), target));
  }
}

/** Finds a text below the word in source code. A key with a dot can be that of a text itself. */
function readingOf(key) {
  const below = `\\.[\\w.$\{}]+`;
  return new RegExp(`['"\`]${key.replaceAll('.', '\\.')}${key.includes('.') ? `(${below})?` : below}['"\`]`);
}

function importsOf(file, source) {
  const fixed = [...source.matchAll(/(?:\bfrom|^import)\s*'(\.[^']+)'/gm)];
  const lazy = routes.test(file) ? [] : [...source.matchAll(/(?<!withLaterTexts\(\(\) => )\bimport\('(\.[^']+)'\)/g)];
  return [...fixed, ...lazy].map(([, target]) => target);
}
