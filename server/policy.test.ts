import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from './schema.ts';
import { type Issuer, startIssuer } from './testing/issuer.ts';
import { type MailServer, startMailServer } from './testing/mail.ts';
import { type Outside, startRoads } from './testing/outside.ts';
import { acts } from './testing/policy/acts.ts';
import { columns, rowName } from './testing/policy/actors.ts';
import { waysInto } from './testing/policy/coverage.ts';
import { tryAct, type Towns } from './testing/policy/matrix.ts';
import { notAsked, printTable, readTable } from './testing/policy/table.ts';
import { openTown } from './testing/policy/town.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let app: TestServer;
let mail: MailServer;
let issuer: Issuer;
let roads: Outside;

beforeAll(async () => {
  mail = await startMailServer();
  issuer = await startIssuer();
  roads = await startRoads();
  const outside = { identityServices: [issuer.service()], outsideHosts: [roads.host] };
  app = await startTestServer({ smtpUrl: mail.url, trustProxy: 1, ...outside });
}, 60_000);
afterAll(async () => {
  await app.stop();
  roads.stop();
  await mail.stop();
  await issuer.stop();
});

const rowsOfTowns = 40;
const openTowns = async (): Promise<Towns> => ({
  ...{ A: await openTown(app, 'Ahornau'), B: await openTown(app, 'Birkenfels'), mail },
});

test('every way into the product has a row', async () => {
  const known = new Set(acts.map(({ field }) => field));
  expect(waysInto(await createSchema()).filter((field) => !known.has(field))).toEqual([]);
  expect([...readTable().keys()]).toEqual(acts.map(rowName));
});

test('each cell says what the table says, and every target exists', { timeout: 600_000 }, async () => {
  const seen = new Map<string, readonly string[]>();
  const problems: string[] = [];
  let towns = await openTowns();
  for (const [i, act] of acts.entries()) {
    // Nobody may change more than so much in a minute: the rows are more than the same people may try.
    if (i % rowsOfTowns === rowsOfTowns - 1) towns = await openTowns();
    const row = await tryAct(towns, act);
    seen.set(rowName(act), row.cells);
    problems.push(...row.problems);
  }
  const cells = [...seen.values()].flat().filter((cell) => cell !== notAsked).length;
  console.log(`tenant matrix: ${acts.length} rows, ${cells} cells asked`);
  expect(problems).toEqual([]);
  expect(printTable(seen)).toBe(printTable(readTable()));
});

const isData = (cell: string): boolean => cell === 'data';
const isForged = (name: string): boolean => name.endsWith('(forged link)');

test('the table itself: each row has an own cell with data; a town hall abroad is a citizen there', () => {
  for (const [name, cells] of readTable()) {
    const at = (column: string): string => cells[columns.indexOf(column)] ?? '';
    const own = columns.filter((column) => column.endsWith('own')).map(at);
    expect([name, own.includes('data')]).toEqual([name, !isForged(name)]);
    // What a role opens ends at the town's border.
    for (const staff of ['staff A', 'staff B', 'admin A'])
      expect([name, staff, isData(at(`${staff} other`))]).toEqual([name, staff, isData(at('citizen A other'))]);
    expect([name, at('citizen B own'), at('citizen B other')]).toEqual([
      name,
      at('citizen A own'),
      at('citizen A other'),
    ]);
  }
});
