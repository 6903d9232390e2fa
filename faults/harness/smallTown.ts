import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './product.ts';
import { settle, type Stage, type Town } from './stage.ts';

const smallTowns = new WeakMap<Stage, { dataDir: string; town: Town }>();

/** A town on PGlite; people sign in once, the control gets a copy of the folder. */
export async function smallTown(stage: Stage, isControl: boolean): Promise<{ settings: Settings; town: Town }> {
  let known = smallTowns.get(stage);
  if (known === undefined) {
    const dataDir = join(stage.folder('pglite'), 'data');
    const town = await settle(stage.product, { DATA_DIR: dataDir, SMTP_URL: stage.mail.url }, stage.mail, 45);
    known = { dataDir, town };
    smallTowns.set(stage, known);
  }
  const DATA_DIR = join(stage.folder(isControl ? 'pglite-control' : 'pglite-own'), 'data');
  cpSync(known.dataDir, DATA_DIR, { recursive: true });
  return { settings: { DATA_DIR, SMTP_URL: stage.mail.url }, town: known.town };
}
