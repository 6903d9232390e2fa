import { expect, test } from 'vitest';
import { formulaStart } from './formula.ts';

const evil = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '\tx',
  '  =1',
  '\u00a0=1',
  '\ufeff=1',
  '\n\n \t@x',
  '=1+1\nzweite Zeile',
  '=HYPERLINK("https://x.example")\r\n',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  ' ＝1\n',
];
const harmless = ['', 'a=1', '1+1', "'=1", 'Linzer Straße 16', '–1', '„=“', 'Zeile\n=1'];

test('whatever a spreadsheet might reckon is found, on however many lines; other texts stay as they are', () => {
  expect(evil.filter((text) => !formulaStart.test(text))).toEqual([]);
  expect(harmless.filter((text) => formulaStart.test(text))).toEqual([]);
});
