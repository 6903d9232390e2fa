import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Config, ConfigError } from './config.ts';
import type { Services } from './context.ts';

/**
 * Called once after a backup was restored, before the server listens. `erasures`: lines of the list of erased people, of
 * whom the restored database may still hold data. Several processes may call it at once, and again after a crash.
 */
export type AfterRestore = (services: Services, erasures: readonly string[]) => Promise<void>;

/** Value of `Installation.pending` after a restore, and while data are being moved here. */
export const pendingReplay = 'REPLAY_ERASURES';
export const pendingMove = 'MOVE';

/** Throws ConfigError if the database holds one half of an installation that was being moved here. */
export async function refuseHalfMoved(em: SqlEntityManager): Promise<void> {
  const rows = await em.execute('select id from installation where pending = ?', [pendingMove]);
  if (rows.length > 0)
    throw new ConfigError('the database of DATABASE_URL holds a move that was interrupted: empty it and move again');
}

/** Throws ConfigError if a domain does not work on the embedded database. The demo is exempt. */
export function requirePostgres({ databaseUrl, mode }: Config, needPostgres: readonly string[]): void {
  if (databaseUrl !== undefined || mode === 'demo' || needPostgres.length === 0) return;
  const names = needPostgres.join(', ');
  throw new ConfigError(`DATABASE_URL is needed, because ${names} needs PostgreSQL: npm run move takes the data there`);
}

/** After a restore calls every `hook`; does nothing at other starts. `readErasures` reads the list of erased people. */
export async function finishRestore(
  services: Services,
  hooks: readonly AfterRestore[],
  readErasures: () => Promise<readonly string[]>,
): Promise<void> {
  const em = services.em.fork();
  const rows = await em.execute('select id from installation where pending = ?', [pendingReplay]);
  if (rows.length === 0) return;
  const erasures = await readErasures();
  for (const hook of hooks) await hook(services, erasures);
  await em.execute('update installation set pending = null where pending = ?', [pendingReplay]);
  services.log.info({ erasures: erasures.length }, 'a restored backup was made ready');
}
