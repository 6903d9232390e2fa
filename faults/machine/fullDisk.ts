import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readReadiness, recovers, reportsFault } from '../harness/readiness.ts';
import { type Product, startProduct, type Settings } from '../harness/product.ts';
import { type Findings, Problems } from '../harness/scenario.ts';
import type { Town } from '../harness/stage.ts';
import type { SmallDisk } from '../harness/tmpfs.ts';
import { countLost, judgeWords, type Ledger, movedTo, openLedger, sendPhotos, writeAll, writeRows } from './writes.ts';

export interface FullDisk {
  /** Folder with the built product. */
  readonly folder: string;
  readonly settings: Settings;
  readonly town: Town;
  /** Disk that is filled. */
  readonly disk: SmallDisk;
  /** Folder of the photos. */
  readonly files: string;
  /** Starts the database again if the full disk has ended it. */
  revive(): Promise<void>;
}

const peopleCount = 20;

/** Space for the row of a photo, but not for its files of more than 200 kB. */
const rowKilobytes = 100;

/**
 * People write before the disk is full, while the process does not know it yet, after it knows it, and when there is
 * space again. Photos get a full disk of their own: their files are written last, when the process knows of the fault
 * from the rows of others. Then the process starts anew on what is stored.
 */
export async function fillDisk({ folder, settings, town, disk, files, revive }: FullDisk): Promise<Findings> {
  const problems = new Problems();
  const server = await startProduct(folder, settings);
  const ledger = await openLedger(server.port, town, problems);
  const early = town.people.slice(0, peopleCount / 2);
  const late = town.people.slice(peopleCount / 2, peopleCount);
  const before = await writeAll(ledger, early);
  judgeWords('before', before, ['accepted'], problems);

  disk.fill();
  const atOnce = await writeRows(ledger, late);
  const first = judgeWords('at the brim', atOnce, ['accepted', 'UNAVAILABLE'], problems);
  const reported = await reportsFault(server.port, 'DISK_FULL');
  problems.require(reported !== undefined, '/readyz did not report DISK_FULL');
  const [details] = (await readReadiness(server.port)).details;
  const known = judgeWords('full', await writeAll(ledger, late), ['UNAVAILABLE'], problems);
  await requireReads(server, ledger, problems);
  requireWholeFiles(files, ledger, problems);

  disk.free();
  await revive();
  const recovered = await recovers(server.port);
  problems.require(recovered !== undefined, '/readyz did not recover');

  disk.fill(rowKilobytes);
  const photosAtOnce = await sendPhotos(ledger, late);
  judgeWords('photos at the brim', photosAtOnce, ['accepted', 'UNAVAILABLE'], problems);
  const reportedAgain = await reportsFault(server.port, 'DISK_FULL');
  problems.require(reportedAgain !== undefined, '/readyz did not report the second DISK_FULL');
  requireWholeFiles(files, ledger, problems);
  disk.free();
  await revive();
  problems.require((await recovers(server.port)) !== undefined, '/readyz did not recover from the second fault');
  judgeWords('afterwards', await writeAll(ledger, [...early, ...late]), ['accepted'], problems);
  requireWholeFiles(files, ledger, problems);
  problems.equal('exit code', (await server.stop()).code, 0);
  requireLogLines(server, 2, problems);

  const again = await startProduct(folder, settings);
  const lost = await countLost(movedTo(ledger, again.port));
  await again.stop();
  return {
    figures: {
      reported: `DISK_FULL after ${secondsOf(reported)} s (${details})`,
      'at the brim': first,
      'then refused': known,
      recovered: `after ${secondsOf(recovered)} s`,
      kept: `${ledger.votes.size} votes, ${ledger.reports.length} reports, ${ledger.photos.length} photos`,
      'acknowledged and lost': lost,
    },
    problems: problems.list,
  };
}

/** Reading goes on: over GraphQL, and as a proxy asks for it. */
async function requireReads({ port }: Product, ledger: Ledger, problems: Problems): Promise<void> {
  const { status } = await readReadiness(port, '?reads');
  problems.equal('/readyz?reads', status, 200);
  await countLost(ledger);
}

/** The folder holds both files of each acknowledged photo and nothing else. */
function requireWholeFiles(folder: string, { photos }: Ledger, problems: Problems): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const expected = new Set(photos.flatMap((id) => [`${id}-small.webp`, `${id}-large.webp`]));
  for (const name of found) problems.require(expected.has(name), 'a file of a photo that was not acknowledged');
  problems.equal(`files in ${join('files', '/')}`, found.length, expected.size);
}

/** One line when each of these faults begins and one when it ends, and no error of another kind. */
export function requireLogLines({ process }: Product, faultCount: number, problems: Problems): void {
  const lines = process.output().split('\n');
  for (const text of ['a fault of the machine begins', 'a fault of the machine has ended']) {
    problems.equal(`lines "${text}"`, lines.filter((line) => line.includes(text)).length, faultCount);
  }
  problems.equal('lines "internal error"', lines.filter((line) => line.includes('internal error')).length, 0);
}

export function secondsOf(ms: number | undefined): string {
  return ms === undefined ? '?' : (ms / 1000).toFixed(1);
}
