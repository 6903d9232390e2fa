import { expect, test } from 'vitest';
import { addressText, choicesOf, isHouseNumber } from './address.ts';

const street = { __typename: 'Street' as const, id: 's', name: 'Rheinweg', district: '' };

test('a house number has a number and at most one letter, or is empty', () => {
  for (const fine of ['', ' ', '1', '12a', '12 A', ' 9999 ']) expect([fine, isHouseNumber(fine)]).toEqual([fine, true]);
  for (const wrong of ['0', 'a', '12ab', '12-14', '12345', '-1'])
    expect([wrong, isHouseNumber(wrong)]).toEqual([wrong, false]);
});

test('an address has the number and the district that are known', () => {
  expect(addressText({ street, houseNumber: ' 12a' })).toBe('Rheinweg 12a');
  expect(addressText({ street: { ...street, district: 'Scheuren' }, houseNumber: null })).toBe('Rheinweg (Scheuren)');
  expect(choicesOf([{ street, houseNumber: ' ' }])).toEqual([
    { streetId: 's', houseNumber: null, remindsOfWaste: null },
  ]);
});
