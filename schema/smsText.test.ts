import { SegmentedMessage } from 'sms-segments-calculator';
import { expect, test } from 'vitest';
import cases from './smsText.cases.json' with { type: 'json' };
import table from './smsText.json' with { type: 'json' };
import { composeSms, extendSms, measureSms, replaceSpecialSigns } from './smsText.ts';

test.each(cases)('$encoding, $units units, $segments segments', ({ text, ...size }) => {
  expect(measureSms(text)).toEqual(size);
});

/** Pseudo-random numbers below `bound` (mulberry32), the same at every run. */
function random(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** Signs of the alphabet without "\r" and "\f", which the other library counts as one sign together with "\n". */
const gsm = [...table.basic, ...table.extension].filter((sign) => sign !== '\r' && sign !== '\f');
const others = [...'„“–…žčЯ漢', '😀', '🚧'];

/** Texts of up to 400 signs; half of them have signs outside the alphabet. */
function* randomTexts(count: number): Generator<string> {
  const next = random(20_261_129);
  for (let n = 0; n < count; n++) {
    const signs = n % 2 === 0 ? gsm : [...gsm, ...others];
    yield Array.from({ length: next(400) }, () => signs[next(signs.length)] ?? '').join('');
  }
}

function countElsewhere(text: string) {
  const { encodingName, segmentsCount, numberOfCharacters } = new SegmentedMessage(text);
  return { encoding: encodingName, segments: numberOfCharacters === 0 ? 0 : segmentsCount };
}

test('1,000 random texts have the sizes that another implementation finds', () => {
  for (const text of randomTexts(1000)) {
    const { encoding, segments } = measureSms(text);
    const ours = { encoding: encoding === 'GSM7' ? 'GSM-7' : 'UCS-2', segments };
    expect([text, ours]).toEqual([text, countElsewhere(text)]);
  }
});

test('replaced signs fit into the cheap alphabet, and signs that fit already stay', () => {
  const text = 'Morgen „Frühlingsmarkt“ – 10 Uhr…';
  expect(measureSms(text).encoding).toBe('UCS2');
  expect(replaceSpecialSigns(text)).toBe('Morgen "Frühlingsmarkt" - 10 Uhr...');
  expect(measureSms(replaceSpecialSigns(text)).encoding).toBe('GSM7');
  for (const sign of Object.values(table.replacements))
    expect([sign, measureSms(sign).encoding]).toEqual([sign, 'GSM7']);
  const fitting = table.basic + table.extension;
  expect(replaceSpecialSigns(fitting)).toBe(fitting);
});

test.each([
  ['fits into the first segment', 100, true],
  ['would begin a second segment', 130, false],
  ['fits into the second segment', 200, true],
  ['would be cut off', 295, false],
])('an addition that %s', (_what, length, isIn) => {
  const text = 'x'.repeat(length);
  const addition = 'Echt? Code 7K2M-Q9XD';
  const link = 'https://town.example/w';
  const plain = composeSms(text, link);
  const extended = extendSms(text, addition, link);
  expect(extended.includes(addition)).toBe(isIn);
  expect(measureSms(extended).segments).toBe(measureSms(plain).segments);
  expect(extended.endsWith(`\n${link}`)).toBe(true);
  expect(extendSms(text, '', link)).toBe(plain);
});
