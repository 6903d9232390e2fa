import { expect, test } from 'vitest';
import { Refusal } from './errors.ts';
import { InputCheck } from './payload.ts';

/** The text as it is stored, or the codes with which it is refused. */
function read(value: string, form: 'text' | 'multiline' = 'text', least = 2): string | string[] {
  const check = new InputCheck();
  const text = check[form](value, [least, 100]);
  try {
    check.done();
    return text;
  } catch (error) {
    if (error instanceof Refusal) return error.userErrors.map(({ code }) => code);
    throw error;
  }
}

test('what shows nothing does not count as text', () => {
  for (const text of ['\u200b\u200b\u200b\u200b', ' \u200d\ufeff\u2060 ', '\u2800\u2800', '\u3164\u00ad', 'A\u200b']) {
    expect([text, read(text)]).toEqual([text, ['TOO_SHORT']]);
  }
  expect(read(' \u200b ', 'text', 0)).toBe('');
});

test('characters that force another direction are refused', () => {
  for (const sign of ['\u202a', '\u202e', '\u2066', '\u2069']) {
    expect([sign, read(`Fest${sign}zug`)]).toEqual([sign, ['BAD_CHARACTERS']]);
    expect([sign, read(`Fest${sign}zug\n`, 'multiline')]).toEqual([sign, ['BAD_CHARACTERS']]);
  }
});

test('words of all languages and emoji are stored as they were typed', () => {
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
  const wales = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}';
  for (const text of [
    'Äöüß',
    'عيد مبارك',
    'می\u200cخواهم',
    'Grün\u00adflächen\u200famt',
    '❤\ufe0f Fest',
    family,
    wales,
  ]) {
    expect(read(text)).toBe(text);
  }
  expect(read(' Zwei\n\tZeilen ', 'multiline')).toBe('Zwei\n\tZeilen');
});
