import { expect, test } from 'vitest';
import { decodeFile, partsOf, rowsIn, streetNamesIn } from './csv.ts';

test('a long list is cut between rows, and each part has the header and the right row numbers', () => {
  const rows = ['name;ortsteil', ...Array.from({ length: 50 }, (_, i) => `Weg ${i};"Dorf\n${i}"`)];
  const parts = partsOf(rows.join('\r\n'), 300);
  expect(parts.length).toBeGreaterThan(3);
  const seen = parts.flatMap(({ csv, firstRow }) =>
    rowsIn(csv)
      .map((row, i): [number, string] => [firstRow + i, row])
      .slice(1),
  );
  expect(parts.every(({ csv }) => csv.startsWith('name;ortsteil'))).toBe(true);
  expect(seen).toEqual(rows.slice(1).map((row, i) => [i + 2, row]));
});

test('a list without a header is cut without one', () => {
  const parts = partsOf(Array.from({ length: 20 }, (_, i) => `Weg ${i}`).join('\n'), 60);
  expect(parts.map(({ firstRow }) => firstRow)).toEqual([1, 9, 16]);
  expect(
    parts
      .map(({ csv }) => csv)
      .join('\n')
      .split('\n'),
  ).toHaveLength(20);
  expect(partsOf('')).toEqual([{ csv: '', firstRow: 1 }]);
});

test('of addressees nothing but the names of the streets leaves the browser', () => {
  const list =
    'Name;Straße;PLZ;Ort\n"Köhler; Erika";Große Straße 3;53572;Unkel\nNovák;Große Straße 12 a;53572;Unkel\nVerein;Postfach 1;;';
  expect(streetNamesIn(list)).toEqual({ names: ['Große Straße'], skipped: 0 });
  expect(streetNamesIn('Anna Berg,"Weg 1, Hof",53572,Unkel').names).toEqual(['Weg']);
  expect(streetNamesIn('Rheinweg 1\nTalweg 2-4').names).toEqual(['Rheinweg', 'Talweg']);
  expect(streetNamesIn('Rheinweg 1;Anna Berg;53572;Unkel')).toEqual({ names: [], skipped: 1 });
});

test('files of spreadsheets are read in both encodings', () => {
  expect(decodeFile(new TextEncoder().encode('Straße').buffer)).toBe('Straße');
  expect(decodeFile(Uint8Array.from([0x53, 0x74, 0x72, 0x61, 0xdf, 0x65]).buffer)).toBe('Straße');
});
