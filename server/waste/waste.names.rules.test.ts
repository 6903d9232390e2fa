import { expect, test } from 'vitest';
import { wasteTypes } from './waste.entity.ts';
import { nameIn, usualNames, variantsOf } from './waste.names.rules.ts';
import { labelKey } from './waste.rules.ts';

const kind = (type: (typeof wasteTypes)[number], name: string) => ({ type, name, key: labelKey(name) });

test('a kind with the usual German name has a name in each language', () => {
  for (const type of wasteTypes) {
    const name = usualNames[type];
    const locales = name === undefined ? [] : variantsOf(kind(type, name)).map(({ locale }) => locale);
    expect([type, locales]).toEqual([type, name === undefined ? [] : ['en', 'de-x-leicht']]);
  }
  expect(nameIn(kind('RESIDUAL', 'restmüll'), 'en')).toBe('Residual waste');
  expect(nameIn(kind('ORGANIC', 'Biotonne'), 'de-x-leicht')).toBe('Bio-Tonne');
  expect(nameIn(kind('ORGANIC', 'Biotonne'), 'de')).toBe('Biotonne');
});

test('a name of the town itself is shown as it is', () => {
  const own = kind('RESIDUAL', 'Graue Tonne');
  expect([variantsOf(own), nameIn(own, 'en')]).toEqual([[], 'Graue Tonne']);
});
