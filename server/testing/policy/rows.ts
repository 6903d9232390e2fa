import { basename } from 'node:path';
import { expect } from 'vitest';
import { startIssuer } from '../issuer.ts';
import { type MailServer, startMailServer } from '../mail.ts';
import { startRoads } from '../outside.ts';
import { startSmsService } from '../sms.ts';
import { startTestServer, type TestServer } from '../server.ts';
import type { Act } from './act.ts';
import { acts, actsByDomain } from './acts.ts';
import { rowName } from './actors.ts';
import { tryAct } from './matrix.ts';
import { notAsked, printTable, readTable, type Table } from './table.ts';
import { openTown } from './town.ts';

/** Test files that share the rows, so that several workers run them. */
export const partFiles = ['policy.rows1.test.ts', 'policy.rows2.test.ts', 'policy.rows3.test.ts'];

/** Number of rows per pair of towns, limited because each row leaves people and objects there. */
const rowsOfTowns = 40;

/** Rows of this test file, in the order of all rows. */
export function actsOf(file: string): readonly Act[] {
  const part = partFiles.indexOf(basename(file));
  return acts.filter((_, n) => Math.floor(n / rowsOfTowns) % partFiles.length === part);
}

/**
 * Tries each row of the file with every kind of actor in both towns and compares the results with the committed table.
 */
export async function askRows(file: string): Promise<void> {
  const mail = await startMailServer();
  const issuer = await startIssuer();
  const roads = await startRoads();
  const sms = await startSmsService();
  const app = await startTestServer({
    smtpUrl: mail.url,
    trustProxy: 1,
    identityServices: [issuer.service()],
    outsideHosts: [roads.host, sms.host],
    smsGateway: sms.seven,
  });
  try {
    await compareRows(app, mail, actsOf(file));
  } finally {
    await app.stop();
    roads.stop();
    sms.stop();
    await mail.stop();
    await issuer.stop();
  }
}

async function compareRows(app: TestServer, mail: MailServer, asked: readonly Act[]): Promise<void> {
  const seen = new Map<string, readonly string[]>();
  const problems: string[] = [];
  for (let first = 0; first < asked.length; first += rowsOfTowns) {
    const towns = { A: await openTown(app, 'Ahornau'), B: await openTown(app, 'Birkenfels'), mail };
    for (const act of asked.slice(first, first + rowsOfTowns)) {
      const row = await tryAct(towns, act);
      seen.set(rowName(act), row.cells);
      problems.push(...row.problems);
    }
  }
  const cells = [...seen.values()].flat().filter((cell) => cell !== notAsked).length;
  console.log(`tenant matrix: ${asked.length} rows, ${cells} cells asked`);
  expect(problems).toEqual([]);
  expect(printTable(seen)).toBe(printTable(tableOf(asked)));
}

/** Part of the committed tables for these rows. */
function tableOf(asked: readonly Act[]): Table {
  const table = new Map([...actsByDomain.keys()].flatMap((domain) => [...readTable(domain)]));
  return new Map(asked.map(rowName).map((name) => [name, table.get(name) ?? []]));
}
