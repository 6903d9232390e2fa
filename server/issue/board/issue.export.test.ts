import { randomUUID } from 'node:crypto';
import Papa from 'papaparse';
import { expect } from 'vitest';
import { fillBoard } from '../../testing/board.ts';
import { givenPerson, givenPlace, givenStaff, type Place } from '../../testing/builders.ts';
import { ask, type Identified, identify } from '../../testing/client.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('the list says what the board shows and nothing of people; no cell is a formula', async ({
  app,
  town: place,
  clerk,
}) => {
  const citizen = await givenPerson(app, place);
  const evil = [
    '=HYPERLINK("http://x.example")',
    '+1+1 und weiter',
    '-2+3 und weiter',
    '@SUM(1+1) und',
    '\t=1+1 und mehr',
    '=1+1\nund eine zweite Zeile',
    '＝1+1 und weiter',
  ];
  for (const text of evil) await givenIssue(app, place, citizen, { text, address: '=1+1' });
  const text = 'Zeile eins;\n"Zeile" zwei äöü';
  const { reference } = await givenIssue(app, place, citizen, { text, address: 'Linzer Straße 16' });
  const answer = await get(app, place, clerk);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="meldungen-/);
  const rows = await rowsOf(answer);
  expect(rows).toHaveLength(evil.length + 1);
  expect(rows[0]).toMatchObject({
    Nummer: reference,
    Spalte: 'Neu',
    Status: 'Eingegangen',
    Stelle: 'Bürgerbüro',
    Text: text,
  });
  for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@＝\t\r]/);
  expect(JSON.stringify(rows)).not.toContain('@example');
  expect(await rowsOf(await get(app, place, clerk, '?street=Linzer'))).toHaveLength(1);
  expect(await rowsOf(await get(app, place, clerk, '?stages=DONE'))).toHaveLength(0);
});

test('thousands come in pieces, each once', async ({ app, town: place }) => {
  const town = await givenPlace(app);
  const staff = await givenStaff(app, town, 'CLERK');
  await givenCategory(app, town);
  const em = app.services.em.fork();
  await fillBoard((sql, params) => em.execute(sql, [...params]), { ...town, open: 1100, done: 100 });
  const rows = await rowsOf(await get(app, place, staff, '', town));
  expect(new Set(rows.map(({ Nummer }) => Nummer)).size).toBe(1200);
  expect(rows).toHaveLength(1200);
});

test('only whoever sees the board, and not too often', async ({ app, town: place }) => {
  const stranger = await givenStaff(app, await givenPlace(app), 'CLERK');
  const { key } = await givenKey(app, place, ['issues:read']);
  const { key: other } = await givenKey(app, place, ['polls:read']);
  const asked: Identified[] = [
    {},
    { token: randomUUID() },
    await givenPerson(app, place),
    stranger,
    { key: other },
    { key },
  ];
  const statuses = [];
  for (const who of asked) statuses.push((await get(app, place, who)).status);
  expect(statuses).toEqual([401, 401, 403, 404, 403, 200]);
  const editor = await givenStaff(app, place, 'EDITOR');
  const tries = [];
  for (let n = 0; n < 21; n++) tries.push((await get(app, place, editor, '?stages=DONE')).status);
  expect(tries.filter((status) => status === 200)).toHaveLength(20);
  expect(tries.at(-1)).toBe(429);
});

test('a partner reads the words of its board; what no database can look for is refused before the first line', async ({
  app,
  town: place,
}) => {
  const town = await givenPlace(app);
  const text = 'Loch vor dem Haus. Anruf: 02224 123456.';
  await givenIssue(app, town, await givenPerson(app, town), { text, address: 'Linzer Straße 16, klein@example.org' });
  const [own] = await rowsOf(await get(app, place, await givenStaff(app, town, 'CLERK'), '', town));
  expect([own?.Text, own?.Adresse]).toEqual([text, 'Linzer Straße 16, klein@example.org']);
  const partner = await givenKey(app, town, ['issues:read']);
  const [told] = await rowsOf(await get(app, place, partner, '', town));
  expect([told?.Text, told?.Adresse]).toEqual(['Loch vor dem Haus. Anruf: […].', 'Linzer Straße 16, […]']);
  expect((await get(app, place, partner, '?street=%00', town)).status).toBe(400);
  const query =
    'query($ags: String!, $street: String!) { municipality(ags: $ags) { issues(filter: { street: $street }) { edges { cursor } } } }';
  for (const street of ['\0', 'Weg\ud800', 'x'.repeat(201)]) {
    const { errors } = await ask(app.port, partner, query, { ags: town.ags, street });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  }
});

const get = (app: TestServer, place: Place, who: Identified, query = '', { ags } = place): Promise<Response> =>
  fetch(`http://127.0.0.1:${app.port}/boards/${ags}/issues.csv${query}`, { headers: identify(who) });
async function rowsOf(answer: Response): Promise<Record<string, string>[]> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const { data, errors } = Papa.parse<Record<string, string>>(bytes.toString().slice(1), {
    header: true,
    delimiter: ';',
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return data;
}
