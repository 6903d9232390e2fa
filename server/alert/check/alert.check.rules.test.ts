import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkCodeOf, findByCode, readCheckCode } from './alert.check.rules.ts';

const secret = 'a secret of the installation';
const alerts = Array.from({ length: 200 }, () => ({ id: randomUUID() }));

test('a code has eight clear signs in two groups, and differs by alert and by installation', () => {
  const codes = alerts.map(({ id }) => checkCodeOf(secret, id));
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(new Set(codes).size).toBe(alerts.length);
  const others = alerts.map(({ id }) => checkCodeOf('another secret', id));
  expect(codes.filter((code, n) => code === others[n])).toEqual([]);
});

test.each([
  ['7K2M-Q9XD', '7K2M-Q9XD'],
  [' 7k2mq9xd ', '7K2M-Q9XD'],
  ['7K 2M–Q9 XD', '7K2M-Q9XD'],
  ['oI1l-0000', '0111-0000'],
  ['7K2M-Q9X', null],
  ['7K2M-Q9XDD', null],
  ['7K2M-Q9XU', null],
  ['', null],
  ['7'.repeat(100_000), null],
])('%j is read as %j', (typed, code) => {
  expect(readCheckCode(typed)).toBe(code);
});

test('a code finds its alert, and no code of another installation or with one wrong sign finds any', () => {
  const [, wanted] = alerts;
  const code = checkCodeOf(secret, wanted?.id ?? '');
  expect(findByCode(secret, code, alerts)).toBe(wanted);
  expect(findByCode('another secret', code, alerts)).toBeUndefined();
  const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
  expect(findByCode(secret, wrong, alerts)).toBeUndefined();
});
