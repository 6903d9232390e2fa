import { v7 } from 'uuid';
import { expect } from 'vitest';
import { givenPeople } from '../testing/builders.ts';
import { type TestServer } from '../testing/server.ts';
import { Street, StreetFollow } from './street.entity.ts';
import { readHouse } from './street.number.rules.ts';
import { followersOfSpansSql } from './street.service.ts';
import { test } from '../testing/fixtures.ts';

let streetId: string;
let otherId: string;
/** Followers by the house that they name; '' is the whole street, and 'other' another street. */
const houses = ['', '1', '1a', '7', '9', '10', '11', '12', '12a', '12b', '12c', '12d', '13', '14', '14b', '15', '120'];
const names = new Map<string, string>();

test.beforeAll(async ({ app, town }) => {
  const em = app.services.em.fork();
  const make = (name: string): Street =>
    em.create(Street, { id: v7(), municipality: town.municipalityId, name, key: name.toLowerCase(), district: '' });
  const street = make('Rheinweg');
  const other = make('Talweg');
  const people = await givenPeople(app, town, houses.length + 1);
  for (const [i, house] of [...houses, 'other'].entries()) {
    const recipient = people[i]?.personId ?? '';
    const read = readHouse(house);
    names.set(recipient, house);
    const follow = { street: house === 'other' ? other : street, recipient, houseNumber: read?.number ?? null };
    em.create(StreetFollow, { ...follow, houseSuffix: read?.suffix ?? '', since: new Date() });
  }
  await em.flush();
  streetId = street.id;
  otherId = other.id;
});

const cases: readonly (readonly [title: string, spans: readonly Span[], wanted: readonly string[]])[] = [
  ['the whole street', [[null, null, 'ALL']], houses],
  ['12a lies in 10–14 EVEN, and 11 does not', [['10', '14', 'EVEN']], '|10|12|12a|12b|12c|12d|14|14b'.split('|')],
  ['12 is not ODD', [['9', '13', 'ODD']], ['', '9', '11', '13']],
  ['1–1 is one house with its letters', [['1', '1', 'ALL']], ['', '1', '1a']],
  ['an open end', [['14', null, 'ALL']], ['', '14', '14b', '15', '120']],
  ['an open start', [[null, '7', 'ALL']], ['', '1', '1a', '7']],
  ['an open end of one side', [['12', null, 'ODD']], ['', '13', '15']],
  ['letters a–c', [['12a', '12c', 'ALL']], ['', '12a', '12b', '12c']],
  ['a letter in capitals', [['12B', '12B', 'ALL']], ['', '12b']],
  ['from a letter to a number', [['12c', '13', 'ALL']], ['', '12c', '12d', '13']],
  ['numbers are compared as numbers, not as texts', [['100', '130', 'ALL']], ['', '120']],
  ['the side of the street without numbers', [[null, null, 'ODD']], ['', '1', '1a', '7', '9', '11', '13', '15']],
  ['a span without houses reaches those without a number', [['500', '600', 'ALL']], ['']],
  [
    'two spans reach everybody once',
    [
      ['1', '7', 'ALL'],
      ['7', '9', 'ODD'],
    ],
    ['', '1', '1a', '7', '9'],
  ],
];

test.for(cases)('%s', async ([_title, spans, wanted], { app }) => {
  expect(await reached(app, ...spans)).toEqual(wanted);
});

test('another street reaches its own followers only, and no span reaches nobody', async ({ app }) => {
  expect(await reached(app, [null, null, 'ALL', otherId])).toEqual(['other']);
  expect(await reached(app)).toEqual([]);
});

test('integers are bounds as well', async ({ app }) => {
  const sql = followersOfSpansSql(`select ?::uuid as street_id, 12 as from_number, 12 as to_number, 'EVEN' as side`);
  const found: { recipient_id: string }[] = await app.services.em.fork().execute(sql, [streetId]);
  expect(found).toHaveLength(6); // 12, 12a to 12d and the whole street
});

type Span = readonly [from: string | null, to: string | null, side: 'ALL' | 'ODD' | 'EVEN', street?: string];

/** Houses of the followers whom the spans reach, in the order of the list. */
async function reached(app: TestServer, ...spans: readonly Span[]): Promise<string[]> {
  const rows = spans.map(([from, to, side, street = streetId]) => ({ street, from, to, side }));
  const sql = followersOfSpansSql(
    `select street as street_id, "from" as from_number, "to" as to_number, side
     from json_to_recordset(?::json) as s(street uuid, "from" text, "to" text, side text)`,
  );
  const found: { recipient_id: string }[] = await app.services.em.fork().execute(sql, [JSON.stringify(rows)]);
  const order = [...houses, 'other'];
  return found.map((row) => names.get(row.recipient_id) ?? '?').sort((a, b) => order.indexOf(a) - order.indexOf(b));
}
