// Texts of web/locales/later.txt are not loaded when the first pages are shown, so these pages and everything that they
// load themselves must not use them. Pages that a route loads have all texts (web/router.ts).
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
      .filter((word) => new RegExp(`['"\`]${word}\\.[\\w.$\{}]+['"\`]`).test(known.get(file)))
      .map(
        (word) =>
          `${file}: reads "${word}.…", which is loaded after the first pages: use a text whose first word stands in web/locales/de.json and not in later.txt`,
      ),
  );

  function walk(file) {
    const source = known.get(file);
    if (source === undefined || seen.has(file)) return;
    seen.add(file);
    for (const target of importsOf(file, source)) walk(posix.join(posix.dirname(file), target));
  }
}

function importsOf(file, source) {
  const fixed = [...source.matchAll(/(?:\bfrom|^import)\s*'(\.[^']+)'/gm)];
  const lazy = routes.test(file) ? [] : [...source.matchAll(/\bimport\('(\.[^']+)'\)/g)];
  return [...fixed, ...lazy].map(([, target]) => target);
}
