import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { fillBoard } from '../../server/testing/board.ts';
import type { Stage } from './stage.ts';
import { startTown, type Town } from './town.ts';

/** A town like the others whose board is full: so many open reports, twice as many ended ones. */
export async function bigTown(stage: Stage, open: number): Promise<{ stage: Stage; town: Town }> {
  const town = await startTown();
  await town.stop();
  const database = await PGlite.create(join(town.dataDir, 'pglite'));
  const { rows } = await database.query<{ id: string }>('select id from municipality where ags = $1', [town.ags]);
  const [{ id: municipalityId } = { id: '' }] = rows;
  const execute = (sql: string, params: readonly unknown[]) =>
    database.query(sql.replace('?::json', '$1::json'), [...params]);
  await fillBoard(execute, { municipalityId, open, done: 2 * open });
  await database.exec('analyze');
  await database.close();
  await town.start();
  return { stage: stage.elsewhere(town), town };
}
