import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './product.ts';
import { settle, type Stage, type Town } from './stage.ts';

interface SmallTown {
  readonly dataDir: string;
  readonly town: Town;
}

const smallTowns = new WeakMap<Stage, Promise<SmallTown>>();

/** Copies a town on PGlite into a data directory of its own. Its people sign in once for all scenarios. */
export async function smallTown(stage: Stage, isControl: boolean): Promise<{ settings: Settings; town: Town }> {
  const settled = smallTowns.get(stage) ?? settleSmallTown(stage);
  smallTowns.set(stage, settled);
  const { dataDir, town } = await settled;
  const DATA_DIR = join(stage.folder(isControl ? 'pglite-control' : 'pglite-own'), 'data');
  cpSync(dataDir, DATA_DIR, { recursive: true });
  return { settings: { DATA_DIR, SMTP_URL: stage.mail.url }, town };
}

async function settleSmallTown(stage: Stage): Promise<SmallTown> {
  const dataDir = join(stage.folder('pglite'), 'data');
  const town = await settle(stage.product, { DATA_DIR: dataDir, SMTP_URL: stage.mail.url }, stage.mail, 45);
  return { dataDir, town };
}
