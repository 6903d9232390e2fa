import { expect, it } from 'vitest';
import { type Command, findCommands } from './commands.ts';

const command = (section: Command['section'], label: string, words = ''): Command => ({
  id: label,
  section,
  label,
  words,
  to: { name: 'home' },
});
const commands = [
  command('pages', 'Meldungen im Rathaus'),
  command('pages', 'Bürgermeister'),
  command('acts', 'Beitrag schreiben'),
  command('groups', 'Freiwillige Feuerwehr'),
  command('issues', 'M-1021 Platte steht hoch'),
];
const shown = (question: string) =>
  findCommands(commands, question).flatMap(({ section, found }) => found.map(({ label }) => `${section}: ${label}`));

it('offers acts and pages before anything is asked', () => {
  expect(shown('')).toEqual(['acts: Beitrag schreiben', 'pages: Meldungen im Rathaus', 'pages: Bürgermeister']);
});

it('finds by any words in any order, without regard to case and umlauts', () => {
  expect(shown('feuer freiw')).toContain('groups: Freiwillige Feuerwehr');
  expect(shown('MELDUNGEN rathaus')).toContain('pages: Meldungen im Rathaus');
  expect(shown('buergermeister')).toContain('pages: Bürgermeister');
  expect(shown('Feuerwehren')).toContain('groups: Freiwillige Feuerwehr');
  expect(shown('ruecktritt')).not.toContain('pages: Bürgermeister');
});

it('shows reports as the server found them, and none before anything is asked', () => {
  expect(shown('linzer strasse')).toEqual(['issues: M-1021 Platte steht hoch']);
  expect(shown('')).not.toContain('issues: M-1021 Platte steht hoch');
});
