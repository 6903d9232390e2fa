import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { fillBoard } from '../../server/testing/board.ts';
import type { Stage } from './stage.ts';
import { startTown, type Town } from './town.ts';

/** A copy of the stage's town whose board is full: so many open reports, twice as many ended ones. */
export async function bigTown({ town, elsewhere }: Stage, open: number): Promise<{ stage: Stage; town: Town }> {
  await town.stop();
  const prepare = (dataDir: string) => fill(dataDir, town.ags, open);
  const big = await startTown(undefined, {}, { copied: town.dataDir, prepare }).finally(town.start);
  return { stage: elsewhere(big), town: big };
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
