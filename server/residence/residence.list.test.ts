import { expect, test } from 'vitest';
import { addresseeText } from './residence.addressee.rules.ts';
import { newCode, readCode } from './residence.code.rules.ts';
import { readList } from './residence.list.rules.ts';

const read = (text: string): ReturnType<typeof readList> => readList(Buffer.from(text));
const erika = { name: 'Erika Köhler', street: 'Große Straße 3', postcode: '01067', city: 'Dresden' };

test('spreadsheets of all kinds are read alike', () => {
  const plain = 'Erika Köhler,Große Straße 3,01067,Dresden';
  const kinds = [
    plain,
    `name,street,postcode,city\r\n${plain}\r\n,,,\r\n\r\n`,
    'Name;Straße;PLZ;Ort;\nErika Köhler;Große Straße 3;01067;Dresden;\n',
    'Erika Köhler\tGroße Straße 3\t01067\tDresden',
    '"Erika Köhler","Große Straße 3","01067","Dresden"',
    `\u{feff}${plain}`,
  ];
  for (const kind of kinds) expect([kind, read(kind)]).toEqual([kind, { addressees: [erika], faults: [] }]);
  expect(readList(Buffer.from(plain, 'latin1')).addressees).toEqual([erika]); // Windows-1252, as spreadsheets save it
  expect(read('"Köhler, Erika","Weg 1, Hof 2",53572,Unkel').addressees[0]).toMatchObject({ name: 'Köhler, Erika' });
});

test('every fault is told with its row and reason, and ten thousand rows are read in a moment', () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => `Anna Berg ${i},Rheinweg ${i},53572,Unkel`);
  rows[1] = 'Nur ein Name';
  rows[41] = 'A,Rheinweg 41,53572,Unkel';
  rows[99] = 'Anna Berg 99,Rheinweg 99,5357A,Unkel';
  rows[5000] = 'anna berg 7,Rheinweg 7, 53572 ,UNKEL';
  rows[9999] = `Anna ${'B'.repeat(80)},Rheinweg\u0007,53572,`;
  const started = performance.now();
  const { addressees, faults } = read(['Name,Straße,PLZ,Ort', ...rows].join('\n'));
  console.log(`list of 10,000 rows read in ${Math.round(performance.now() - started)} ms`);
  expect(addressees).toHaveLength(9995);
  expect(faults).toEqual([
    { row: 3, code: 'WRONG_COLUMNS', column: null },
    { row: 43, code: 'TOO_SHORT', column: 'name' },
    { row: 101, code: 'BAD_POSTCODE', column: 'postcode' },
    { row: 5002, code: 'SAME_ADDRESSEE_TWICE', column: null },
    { row: 10_001, code: 'WRONG_COLUMNS', column: null },
  ]);
  expect(() => read([...rows, 'Zu Viel,Weg 1,53572,Unkel'].join('\n'))).toThrow('refused');
  expect(() => read(' \n,,\n')).toThrow('refused');
});

test('one row may have several faults', () => {
  expect(read(`Anna ${'B'.repeat(80)},Rheinweg\u0007,535,Unkel`).faults).toEqual([
    { row: 1, code: 'BAD_POSTCODE', column: 'postcode' },
    { row: 1, code: 'TOO_LONG', column: 'name' },
    { row: 1, code: 'BAD_CHARACTERS', column: 'street' },
  ]);
});

test('the same person at the same address is the same, however it is written', () => {
  const same = { name: 'ERIKA  KÖHLER', street: 'Große Str. 3', postcode: '01067', city: 'dresden' };
  expect(addresseeText('a', same)).toBe(addresseeText('a', erika));
  expect(addresseeText('b', erika)).not.toBe(addresseeText('a', erika));
  expect(addresseeText('a', { ...erika, name: 'Erik Köhler' })).not.toBe(addresseeText('a', erika));
});

test('a code has 60 bits, nothing that looks like something else, and is read however it is typed', () => {
  const codes = Array.from({ length: 2000 }, newCode);
  expect(new Set(codes).size).toBe(2000);
  const signs = new Set(codes.join('').replaceAll('-', ''));
  expect([...signs].sort().join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ'); // 32 signs = 5 bits, 12 of them
  for (const code of codes) expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  expect(readCode(' 0o1l-iabc – defg ')).toBe('00111ABCDEFG');
  for (const wrong of ['', '1234-5678-901', '1234-5678-9012-3', 'UUUU-UUUU-UUUU', 'x'.repeat(50)])
    expect(readCode(wrong)).toBeUndefined();
});
