import { expect, it } from 'vitest';
import { registry } from '../../domains.ts';
import de from '../../locales/de.json' with { type: 'json' };
import en from '../../locales/en.json' with { type: 'json' };
import { type Command, findCommands } from './commands.ts';

type Words = Readonly<Record<string, string | undefined>>;
const pages = registry.pages.filter(({ meta }) => meta.command !== undefined || meta.settings !== undefined);
const titleOf = (titleKey: string, texts: { readonly title: Words }) => texts.title[titleKey.replace('title.', '')];

/** Names of the pages that the query finds by titles and synonyms of a language. */
function found(
  question: string,
  texts: { readonly title: Words; readonly command: { readonly words: Words } },
): string[] {
  const commands = pages.map(({ name, meta }): Command => ({
    id: name,
    section: 'pages',
    label: titleOf(meta.titleKey, texts) ?? '',
    words: texts.command.words[name] ?? '',
    to: { name },
  }));
  return findCommands(commands, question).flatMap(({ found: list }) => list.map(({ id }) => id));
}

it.each([
  ['de', de],
  ['en', en],
])('every page of the town hall has a synonym of its own in %s, and no text is left over', (_, texts) => {
  expect(Object.keys(texts.command.words).toSorted()).toEqual(pages.map(({ name }) => name).toSorted());
  for (const { name, meta } of pages) {
    const title = titleOf(meta.titleKey, texts)?.toLowerCase() ?? '';
    const words = String((texts.command.words as Words)[name]).split(', ');
    expect(
      words.filter((word) => !title.includes(word.toLowerCase())),
      name,
    ).not.toEqual([]);
  }
});

it.each([
  ['Impressum', 'law'],
  ['Datenschutz', 'law'],
  ['Kategorie', 'categoryForm'],
  ['Feiertag', 'hours'],
  ['Öffnungszeiten', 'hours'],
  ['Wappen', 'look'],
  ['Logo', 'look'],
  ['Farbe', 'look'],
  ['Vorlage', 'templates'],
  ['Textbaustein', 'templates'],
  ['Frist', 'targets'],
  ['Zuständigkeit', 'routing'],
  ['Schlüssel', 'keys'],
  ['API', 'keys'],
  ['Rolle', 'staff'],
  ['Rechte', 'staff'],
  ['Protokoll', 'audit'],
])('%s leads to %s in any case, also with two letters for an umlaut', (word, page) => {
  const plain = word.replace(/[äöüÖ]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', Ö: 'Oe' })[letter] ?? letter);
  for (const typed of [word, word.toUpperCase(), plain.toLowerCase()]) expect(found(typed, de), typed).toContain(page);
});

it('in English the English words count', () => {
  expect(found('coat of arms', en)).toEqual(['look']);
  expect(found('wappen', en)).toEqual([]);
});
