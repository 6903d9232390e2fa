import { expect, test } from 'vitest';
import { longestSentence } from './readability.ts';

test.each([
  ['', 0],
  ['Bitte füllen Sie vorher etwas ab.', 6],
  ['Am 26.11. um 8:00 kommt kein Wasser. Danke!', 5],
  ['- eins zwei\n- drei vier fünf', 3],
  ['Mehr [auf der Seite](https://www.unkel.de/a/b/c) der Stadt', 6],
  ['eins zwei\ndrei vier\n\nfünf', 4],
])('%j has %i words in its longest sentence', (text, words) => {
  expect(longestSentence(text)).toBe(words);
});
