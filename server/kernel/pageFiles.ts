import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Entry of the manifest that the build of the web app writes. */
interface BuiltFile {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/**
 * Returns a function that lists link elements for the scripts of a page: those of its component and its texts are then
 * loaded together with the main script and not after it. `component`: path of the component's file, null if the main
 * script contains it.
 */
export function preloadLister(folder: string): (component: string | null, locale: string) => string {
  const path = join(folder, '.vite/manifest.json');
  const built: Readonly<Record<string, BuiltFile>> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const main = filesOf(built, ['index.html']);
  const known = new Map<string, string>();
  return (component, locale) => {
    const key = `${component} ${locale}`;
    const links = known.get(key) ?? list(component, locale);
    known.set(key, links);
    return links;
  };

  function list(component: string | null, locale: string): string {
    const language = locale.slice(0, 2);
    const texts = [...new Set([language, locale])].flatMap((one) => {
      const first = `locales/${one}.json`;
      return component === null ? [first] : [first, `${first}?later`];
    });
    const files = filesOf(built, [...texts, ...(component === null ? [] : [component])]);
    return [...files]
      .filter((file) => !main.has(file))
      .map((file) =>
        file.endsWith('.css')
          ? `<link rel="preload" as="style" href="/${file}" crossorigin />`
          : `<link rel="modulepreload" href="/${file}" crossorigin />`,
      )
      .join('');
  }
}

/** Files of these entries and of all that they import. */
function filesOf(built: Readonly<Record<string, BuiltFile>>, keys: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const files = new Set<string>();
  const add = (key: string): void => {
    const entry = built[key];
    if (entry === undefined || seen.has(key)) return;
    seen.add(key);
    for (const file of [entry.file, ...(entry.css ?? [])]) files.add(file);
    for (const next of entry.imports ?? []) add(next);
  };
  for (const key of keys) add(key);
  return files;
}
