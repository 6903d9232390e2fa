import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { fillBoard } from '../../server/testing/board.ts';
import { seededFolder, startTown, type Town } from './town.ts';

/** Starts a town whose board is full: `open` open reports and twice as many ended ones. */
export function startBigTown(ags: string, open: number): Promise<Town> {
  return startTown(undefined, {}, { copied: seededFolder(), prepare: (dataDir) => fill(dataDir, ags, open) });
}

async function fill(dataDir: string, ags: string, open: number): Promise<void> {
  const database = await PGlite.create(join(dataDir, 'pglite'));
  const { rows } = await database.query<{ id: string }>('select id from municipality where ags = $1', [ags]);
  const [{ id: municipalityId } = { id: '' }] = rows;
  const execute = (sql: string, params: readonly unknown[]): Promise<unknown> =>
    database.query(sql.replace('?::json', '$1::json'), [...params]);
  await fillBoard(execute, { municipalityId, open, done: 2 * open });
  await database.exec('analyze');
  await database.close();
}
