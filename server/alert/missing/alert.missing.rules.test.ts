import { expect, test } from 'vitest';
import { holdsWord, wordsOfName } from './alert.missing.rules.ts';

const holds = (name: string, text: string): boolean => holdsWord(text, wordsOfName(name, 'Unkel'));

test.each([
  ['Anna Berg', 'Wer hat anna gesehen?'],
  ['Anna Berg', 'Annas Fahrrad steht am Rhein.'],
  ['Ännä Berg', 'ANNA wird vermisst'],
  ['José Peña', 'jose pena'],
  ['Jürgen Müller', 'Herr Mueller, Juergen'],
  ['Jurgen Mueller', 'Müller'],
  ['Anna-Lena Groß', 'Gross (78)'],
  ['Anna-Lena Groß', 'die Lena'],
  ['Bo Li', 'Li ist 9 Jahre alt'],
  ['Олена Коваль', 'олена'],
])('%s is found in "%s"', (name, text) => {
  expect(holds(name, text)).toBe(true);
});

test.each([
  ['Ute Eva', 'Bleiben Sie heute in der Nähe, falls wir evakuieren.'],
  ['Anna von der Heide', 'Die Suche von der Brücke bis zum Rhein'],
  ['Li Berg', 'Liegt am Weg'],
  ['Peter Unkel', 'Bürgerhaus Unkel'],
  ['Anna Berg', 'Vogtsgasse am Bergwerk'],
])('%s is not found in "%s"', (name, text) => {
  expect(holds(name, text)).toBe(false);
});
