import { expect, test } from 'vitest';
import { readAddressList, readStreetList } from './street.list.rules.ts';
import { mergeStreets } from './street.merge.rules.ts';
import { searchKey, streetKey, streetOfAddress } from './street.name.rules.ts';
import { houseText, readHouse, readHouseInput } from './street.number.rules.ts';

const town = { west: 7.15, south: 50.55, east: 7.25, north: 50.65 };

test('all spellings of a name have one key', () => {
  const spellings = [
    'Schulstraße',
    'Schulstrasse',
    'SCHULSTRASSE',
    'Schulstr.',
    'Schulstr',
    'Schul-Str.',
    'Schul Straße',
  ];
  for (const name of spellings) expect([name, streetKey(name)]).toEqual([name, 'schulstrasse']);
  expect(streetKey('Str. der Einheit')).toBe('strassedereinheit');
  expect(streetKey('Straßburger Weg')).toBe('strassburgerweg');
  expect(streetKey('St.-Josef-Str.')).toBe('sanktjosefstrasse');
  expect(streetKey('Königsweg')).toBe(streetKey('Koenigsweg'));
  expect(streetKey('Talweg')).not.toBe(streetKey('Talstraße'));
});

test('what is typed is the beginning of the key, at each letter', () => {
  const key = streetKey('Straße des 17. Juni');
  for (const typed of ['s', 'Str', 'Str.', 'stra', 'straß', 'Straße', 'str. d', 'Straße des 17. Juni 5a'])
    expect([typed, key.startsWith(searchKey(typed))]).toEqual([typed, true]);
  for (const typed of ['Schulst', 'Schulstr', 'Schulstr.', 'schul-s', 'Schulstraße 12 a', 'schulstrasse'])
    expect([typed, streetKey('Schulstraße').startsWith(searchKey(typed))]).toEqual([typed, true]);
  expect(searchKey(' ')).toBe('');
  expect(searchKey(null)).toBe('');
});

test('a house number has a number and at most one letter', () => {
  expect(readHouse('12a')).toEqual({ number: 12, suffix: 'a' });
  expect(readHouse(' 12 A ')).toEqual({ number: 12, suffix: 'a' });
  expect(readHouse('7')).toEqual({ number: 7, suffix: '' });
  for (const wrong of ['', '0', '12345', 'a', '12ab', '12-14', '-3', '1.5', '١٢'])
    expect(readHouse(wrong)).toBeUndefined();
  expect(readHouseInput('', 'houseNumber')).toBeNull();
  expect(() => readHouseInput('zwölf', 'houseNumber')).toThrow('refused');
  expect([houseText(12, 'a'), houseText(null, '')]).toEqual(['12a', null]);
});

test('an address loses its house number and nothing else', () => {
  const lines = {
    'Große Straße 3': 'Große Straße',
    'Rheinweg 12 a': 'Rheinweg',
    'Rheinweg 12a-14c': 'Rheinweg',
    'Rheinweg 3/5': 'Rheinweg',
    'Straße des 17. Juni 5': 'Straße des 17. Juni',
    'Straße des 17. Juni': 'Straße des 17. Juni',
    'Am Markt': 'Am Markt',
    'Rheinweg 5 Hinterhaus': 'Rheinweg',
    'Rheinweg 12, 2. OG': 'Rheinweg',
    'Rheinweg 12.': 'Rheinweg',
    'Rheinweg 7 c/o Berg': 'Rheinweg',
    'Rheinweg c/o Berg': 'Rheinweg',
    'Rheinweg (bei Berg)': 'Rheinweg',
    'Hauptstr.5': 'Hauptstr',
  };
  for (const [line, name] of Object.entries(lines)) expect([line, streetOfAddress(line)]).toEqual([line, name]);
});

const wkt = 'LINESTRING (7.2 50.6, 7.21 50.61)';
const line = {
  type: 'MultiLineString',
  coordinates: [
    [
      [7.2, 50.6],
      [7.21, 50.61],
    ],
  ],
};

test('lists with and without header, with WKT and GeoJSON, are read alike', () => {
  const json = JSON.stringify({ type: 'LineString', coordinates: line.coordinates[0] }).replaceAll('"', '""');
  const lists = [
    `Rheinweg;Scheuren;"${wkt}"`,
    `name;district;line\nRheinweg;Scheuren;"${wkt}"`,
    `Linie;Ortsteil;Straße\n"${wkt}";Scheuren;Rheinweg`,
    `Rheinweg,Scheuren,"${json}"`,
    `\u{feff}Straßenname\tOrtsteil\tWKT\r\nRheinweg\tScheuren\tSRID=4326;MULTILINESTRING ((7.2 50.6, 7.21 50.61))\r\n\t\t\r\n`,
  ];
  for (const text of lists) {
    const { streets, faults } = readStreetList(text, town);
    expect([text, faults]).toEqual([text, []]);
    expect(streets).toMatchObject([
      { name: 'Rheinweg', key: 'rheinweg', district: 'Scheuren', course: { line, west: 7.2 } },
    ]);
  }
});

test('every fault is told with its row and column', () => {
  const rows = [
    'Name;Ortsteil;Linie',
    'Rheinweg;;',
    'Rhein-Weg;;',
    'A;;',
    `${'x'.repeat(81)};;`,
    'Talweg;;POINT (7.2 50.6)',
    'Bergweg;;LINESTRING (50.6 7.2, 50.61 7.21)',
    'Hofweg;;LINESTRING (7.2 50.6)',
    'Feldweg;;{"type":"LineString"',
    'Waldweg;;;;zu viel',
    'Rheinweg;Scheuren;',
  ];
  const { streets, faults } = readStreetList(rows.join('\n'), town, 101);
  expect(streets.map(({ name, district }) => [name, district])).toEqual([
    ['Rheinweg', ''],
    ['Rheinweg', 'Scheuren'],
  ]);
  expect(faults).toEqual([
    { row: 103, code: 'SAME_STREET_TWICE', column: null },
    { row: 104, code: 'TOO_SHORT', column: 'name' },
    { row: 105, code: 'TOO_LONG', column: 'name' },
    { row: 106, code: 'BAD_LINE', column: 'line' },
    { row: 107, code: 'OUTSIDE_TOWN', column: 'line' },
    { row: 108, code: 'TOO_FEW_POINTS', column: 'line' },
    { row: 109, code: 'BAD_LINE', column: 'line' },
    { row: 110, code: 'STREET_COLUMNS', column: null },
  ]);
  for (const empty of ['', ' \n,,\n']) expect(() => readStreetList(empty, town)).toThrow('refused');
});

test('of addressees nothing but the names of the streets is read', () => {
  const list = [
    'Name;Straße;PLZ;Ort',
    'Jan Novák;Große Str. 12 a;53572;Unkel',
    'Erika Köhler;Große Straße 3;53572;Unkel',
    'Verein e. V.;Postfach 12;53572;Unkel',
    'Ali Yıldız;Rheinweg 1-3;53572;Unkel',
    'Nur ein Name',
  ];
  const { streets, faults } = readAddressList(list.join('\n'));
  expect(streets).toEqual([
    { name: 'Große Straße', key: 'grossestrasse' },
    { name: 'Rheinweg', key: 'rheinweg' },
  ]);
  expect(faults).toEqual([{ row: 6, code: 'STREET_COLUMNS', column: null }]);
  // Without a header a row that does not look like an address is a fault: no name of a person becomes a street.
  const swapped = readAddressList('Große Straße 3;Erika Köhler;53572;Unkel\nJan Novák;Rheinweg 1;Unkel;53572');
  expect(swapped).toMatchObject({ streets: [], faults: [{ row: 1 }, { row: 2 }] });
  expect(readAddressList('Rheinweg 1\nTalweg').streets.map(({ name }) => name)).toEqual(['Rheinweg', 'Talweg']);
});

test('a merge adds, completes and renames, and the same list again changes nothing', () => {
  const course = { line, ...town } as never;
  const known = [
    { id: '1', name: 'Rheinstr.', key: 'rheinstrasse', district: '', line: null },
    { id: '2', name: 'Talweg', key: 'talweg', district: 'Scheuren', line: null },
  ];
  const { streets } = readStreetList('Rheinstraße;Unkel;\nRheinstraße;Heister;\nTalweg;scheuren;\nHofweg;;', town);
  const merge = mergeStreets(known, streets);
  expect(merge.added.map(({ name, district }) => [name, district])).toEqual([
    ['Rheinstraße', 'Heister'],
    ['Hofweg', ''],
  ]);
  expect(merge.changed.map(({ id }) => id)).toEqual(['1', '2']);
  const after = streets.map((street, i) => ({ ...street, id: String(i), line: null, district: street.district ?? '' }));
  expect(mergeStreets(after, streets)).toEqual({ added: [], changed: [], unchanged: 4 });
  // Without districts: known in any district; a line is added to a street that has none, and replaced for none.
  const listed = [
    { name: 'Tal-Weg', key: 'talweg', course },
    { name: 'B 42', key: 'b42', course },
  ];
  const lines = mergeStreets(known, listed);
  expect([lines.added.map(({ name }) => name), lines.changed.map(({ id }) => id)]).toEqual([['B 42'], ['2']]);
  const withLine = [{ ...known[1], id: '2', name: 'Talweg', key: 'talweg', district: '', line: {} as never }];
  expect(mergeStreets(withLine, listed.slice(0, 1)).unchanged).toBe(1);
});
