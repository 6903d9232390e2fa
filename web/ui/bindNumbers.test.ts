import { expect, it } from 'vitest';
import { bindNumbers } from './bindNumbers.ts';

it.each([
  ['noch 1 Tag', 'noch 1\u00a0Tag'],
  ['noch 12 Stunden', 'noch 12\u00a0Stunden'],
  ['2 days left', '2\u00a0days left'],
  ['bis 27.2.', 'bis 27.2.'],
  ['Straße wählen', 'Straße wählen'],
])('a number and its unit in "%s" stay on one line', (text, expected) => {
  expect(bindNumbers(text)).toBe(expected);
});
