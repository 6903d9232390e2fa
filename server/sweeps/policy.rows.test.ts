import { afterAll, beforeAll, expect, test } from 'vitest';
import { startIssuer } from '../testing/issuer.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { startRoads } from '../testing/outside.ts';
import type { Act } from '../testing/policy/act.ts';
import { rowName } from '../testing/policy/actors.ts';
import { acts, actsByDomain } from '../testing/policy/acts.ts';
import { tryAct } from '../testing/policy/matrix.ts';
import { notAsked, printTable, readTable, type Table } from '../testing/policy/table.ts';
import { openTown } from '../testing/policy/town.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { startSmsService } from '../testing/sms.ts';
import { partsOf, sampleRows } from './sample.ts';

/* Every kind of actor tries the rows of the tenant matrix in both towns. The committed tables hold the expected answers. */

/** Number of rows per pair of towns, limited because each row leaves people and objects there. */
const rowsOfTowns = 40;
const all = partsOf(acts, rowsOfTowns).map((part, n) => ({ part, first: n * rowsOfTowns + 1 }));
// Whole parts, because rows of a domain may find what an earlier row of their part has made.
const parts = sampleRows(all, ({ part }) => part.map(rowName).join(' '), `parts of ${rowsOfTowns} rows`);
const seen = new Map<string, readonly string[]>();

let app: TestServer;
let mail: MailServer;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let roads: Awaited<ReturnType<typeof startRoads>>;
let sms: Awaited<ReturnType<typeof startSmsService>>;

// A server of its own: it knows services of others, and openTown lifts its rates.
beforeAll(async () => {
  mail = await startMailServer();
  issuer = await startIssuer();
  roads = await startRoads();
  sms = await startSmsService();
  app = await startTestServer({
    smtpUrl: mail.url,
    trustProxy: 1,
    identityServices: [issuer.service()],
    outsideHosts: [roads.host, sms.host],
    smsGateway: sms.seven,
  });
});
afterAll(async () => {
  await app.stop();
  roads.stop();
  sms.stop();
  await mail.stop();
  await issuer.stop();
  const cells = [...seen.values()].flat().filter((cell) => cell !== notAsked).length;
  console.log(`tenant matrix: ${seen.size} rows, ${cells} cells asked`);
});

test.each(parts)(
  'each cell says what the table says, and every target exists: rows from $first',
  { timeout: 300_000 },
  async ({ part }) => {
    const problems: string[] = [];
    const towns = { A: await openTown(app, 'Ahornau'), B: await openTown(app, 'Birkenfels'), mail };
    for (const act of part) {
      const row = await tryAct(towns, act);
      seen.set(rowName(act), row.cells);
      problems.push(...row.problems);
    }
    expect(problems).toEqual([]);
    const answers = new Map(part.map(rowName).map((name) => [name, seen.get(name) ?? []]));
    expect(printTable(answers)).toBe(printTable(tableOf(part)));
  },
);

/** Part of the committed tables for these rows. */
function tableOf(part: readonly Act[]): Table {
  const table = new Map([...actsByDomain.keys()].flatMap((domain) => [...readTable(domain)]));
  return new Map(part.map(rowName).map((name) => [name, table.get(name) ?? []]));
}
