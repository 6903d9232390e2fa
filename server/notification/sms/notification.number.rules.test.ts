import { expect, test } from 'vitest';
import { maskEmail, maskNumber } from '../../recipient/recipient.mask.rules.ts';
import { codeOf, readNumber } from './notification.number.rules.ts';

const countries = ['DE', 'AT', 'CH'];

test.each([
  ['0151 12345678', '+4915112345678'],
  ['+49 (0)171 / 123 45 67', '+491711234567'],
  ['0049 160-1234567', '+491601234567'],
  ['+43 664 1234567', '+436641234567'],
  ['+41 79 123 45 67', '+41791234567'],
])('%s is %s', (text, number) => {
  expect(readNumber(text, countries)).toEqual({ number });
});

test.each([
  ['', 'BAD_NUMBER'],
  ['anna', 'BAD_NUMBER'],
  ['01', 'BAD_NUMBER'],
  ['0151 12345678 rufen Sie an', 'BAD_NUMBER'],
  ['tel:+4915112345678;ext=5', 'BAD_NUMBER'],
  ['+49151123456789012345', 'BAD_NUMBER'],
  ['02224 12345', 'NUMBER_NOT_MOBILE'],
  ['+49 30 901820', 'NUMBER_NOT_MOBILE'],
  ['0900 1234567', 'NUMBER_NOT_MOBILE'],
  ['0137 1234567', 'NUMBER_NOT_MOBILE'],
  ['0180 5123456', 'NUMBER_NOT_MOBILE'],
  ['0800 1234567', 'NUMBER_NOT_MOBILE'],
  ['+43 900 123456', 'NUMBER_NOT_MOBILE'],
  ['+33 6 12 34 56 78', 'NUMBER_ABROAD'],
  ['+1 201 555 0123', 'NUMBER_ABROAD'],
  ['+371 20 123 456', 'NUMBER_ABROAD'],
  ['+881 8 12345678', 'NUMBER_ABROAD'],
  ['+882 16 12345678', 'NUMBER_ABROAD'],
])('%s is refused: %s', (text, fault) => {
  expect(readNumber(text, countries)).toEqual({ fault });
});

test('numbers of the countries alone: Jersey shares +44 with the United Kingdom', () => {
  expect(readNumber('+44 7797 712345', ['GB'])).toEqual({ fault: 'NUMBER_ABROAD' });
  expect(readNumber('+44 7400 123456', ['GB'])).toEqual({ number: '+447400123456' });
  expect(readNumber('0664 1234567', ['AT', 'DE'])).toEqual({ number: '+436641234567' });
});

test('long texts are not read', () => {
  expect(readNumber('1'.repeat(5000), countries)).toEqual({ fault: 'BAD_NUMBER' });
});

test('a mask shows the country and two digits, or the first letter and the domain', () => {
  expect(maskNumber('+4915112345678')).toBe('+49 … 78');
  expect(maskEmail('maria@t-online.de')).toBe('m…@t-online.de');
});

test('codes have eight digits and depend on secret and message', () => {
  const codes = new Set(Array.from({ length: 500 }, (_, n) => codeOf('secret', String(n))));
  expect(codes.size).toBe(500);
  for (const code of codes) expect(code).toMatch(/^\d{8}$/);
  expect(codeOf('other', '1')).not.toBe(codeOf('secret', '1'));
});
