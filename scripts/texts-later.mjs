// Texts of web/locales/later.txt are not there yet when the first pages are shown: whatever those pages may show must not
// ask for them, nor what they load by themselves. Pages that a route loads come with all texts (web/router.ts).
import { posix } from 'node:path';

const entries = ['web/main.ts'];
/** What these load lazily is another page. */
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
