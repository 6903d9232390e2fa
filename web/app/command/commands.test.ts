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
  command('acts', 'Beitrag schreiben'),
  command('groups', 'Freiwillige Feuerwehr'),
  command('issues', 'M-1021 Platte steht hoch', 'Linzer Straße'),
];
const shown = (question: string) =>
  findCommands(commands, question).flatMap(({ section, found }) => found.map(({ label }) => `${section}: ${label}`));

it('offers acts and pages before anything is asked', () => {
  expect(shown('')).toEqual(['acts: Beitrag schreiben', 'pages: Meldungen im Rathaus']);
});

it('finds by any words in any order, a report also by number and place', () => {
  expect(shown('feuer freiw')).toEqual(['groups: Freiwillige Feuerwehr']);
  expect(shown('1021')).toEqual(['issues: M-1021 Platte steht hoch']);
  expect(shown('LINZER')).toEqual(['issues: M-1021 Platte steht hoch']);
  expect(shown('nirgends')).toEqual([]);
});
