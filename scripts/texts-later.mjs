// Texts of web/locales/later.txt are not there yet when the first pages are shown: whatever those pages may show must not
// ask for them, nor what they load by themselves. Pages that a route loads come with all texts (web/router.ts).
import { posix } from 'node:path';

const entries = ['web/main.ts'];
/** What these load lazily is another page. */
const routes = /(^|\/)router\.ts$|Pages\.ts$/;

/** The names in the list: texts by the first word of their key. */
export function readLater(list) {
  return list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

export function findTooEarly(sources, later, starts = entries) {
  const known = new Map(sources.map(({ file, source }) => [file, source]));
  const seen = new Set();
  for (const start of starts) walk(start);
  return [...seen].flatMap((file) =>
    later
      .filter((word) => new RegExp(`['"\`]${word}\\.[\\w.$\{}]+['"\`]`).test(known.get(file)))
      .map((word) => `${file}: reads "${word}", which web/locales/later.txt leaves out of the first pages`),
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
