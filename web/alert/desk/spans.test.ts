import { expect, test } from 'vitest';
import { type Span, spanInputs, spansText } from './spans.ts';

const words = {
  from: (house: string) => `ab ${house}`,
  to: (house: string) => `bis ${house}`,
  side: (side: 'ODD' | 'EVEN') => (side === 'ODD' ? 'ungerade' : 'gerade'),
  more: (count: number) => `und ${count} weitere`,
};
const span = (name: string, given: Partial<Span> = {}): Span => ({
  key: 0,
  street: { id: `id of ${name}`, name, district: '' },
  from: '',
  to: '',
  side: 'ALL',
  ...given,
});

test.each<[Partial<Span>, string]>([
  [{}, 'Vogtsgasse'],
  [{ from: ' 10 ', to: '14' }, 'Vogtsgasse 10–14'],
  [{ from: '10', to: '10' }, 'Vogtsgasse 10'],
  [{ from: '10', side: 'EVEN' }, 'Vogtsgasse ab 10 (gerade)'],
  [{ to: '14a' }, 'Vogtsgasse bis 14a'],
  [{ side: 'ODD' }, 'Vogtsgasse (ungerade)'],
])('houses %j read "%s"', (given, text) => {
  expect(spansText([span('Vogtsgasse', given), span('Rheinweg')], words)).toBe(`${text}, Rheinweg`);
});

test('streets for which the slot has no room are counted', () => {
  const many = Array.from({ length: 20 }, (_, n) => span(`Straße Nummer ${n + 1}`));
  const text = spansText(many, words);
  expect(text.length).toBeLessThanOrEqual(78);
  const named = text.split(', ').length;
  expect(text).toMatch(new RegExp(`^Straße Nummer 1, .* und ${20 - named} weitere$`));
});

test('empty numbers are sent as null', () => {
  expect(spanInputs([span('Rheinweg', { from: ' ', to: '7' })])).toEqual([
    { streetId: 'id of Rheinweg', from: null, to: '7', side: 'ALL' },
  ]);
});
