import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findMissingTexts, writePapers } from './papers.ts';
import { readPaperSources } from './sources.ts';

const sources = readPaperSources();

test('the German texts describe every table and every retention kind once', () => {
  expect(findMissingTexts(sources)).toEqual([]);
});

test('control: a new table is named', () => {
  expect(findMissingTexts({ ...sources, entities: [...sources.entities, 'Planted'] })).toEqual([
    'Planted is in no category: add it to `categories` in docs/privacy/texts.json.',
  ]);
});

test.each(Object.entries(writePapers(sources)))('docs/privacy/%s is up to date: npm run privacy', (file, paper) => {
  expect(readFileSync(new URL(`../../../docs/privacy/${file}`, import.meta.url), 'utf8')).toBe(paper);
});

test('every paper says that it is no legal advice', () => {
  for (const file of ['verzeichnis.md', 'datenschutzerklaerung.md', 'avv.md', 'tom.md', 'dsfa.md']) {
    expect(readFileSync(new URL(`../../../docs/privacy/${file}`, import.meta.url), 'utf8')).toContain(
      'Keine Rechtsberatung',
    );
  }
});
