import { expect, test } from 'vitest';
import { setMark } from './marks.ts';

const selected = ({ text, from, to }: ReturnType<typeof setMark>) => text.slice(from, to);

test('bold goes around what is selected, or around a sample', () => {
  expect(setMark('bold', 'Bitte vorher füllen', 6, 12, 'x').text).toBe('Bitte **vorher** füllen');
  const empty = setMark('bold', 'Bitte ', 6, 6, 'wichtig');
  expect(empty.text).toBe('Bitte **wichtig**');
  expect(selected(empty)).toBe('wichtig');
});

test('a list marks every selected line, a heading its own', () => {
  expect(setMark('list', 'vor\neins\nzwei', 5, 13, 'x').text).toBe('vor\n- eins\n- zwei');
  expect(setMark('heading', 'vor\neins', 6, 6, 'x').text).toBe('vor\n## eins');
});

test('a link leaves the cursor where its address goes', () => {
  const link = setMark('link', 'Mehr hier', 5, 9, 'x');
  expect(link.text).toBe('Mehr [hier](https://)');
  expect(link.text.slice(link.from)).toBe(')');
});
