import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Config, ConfigError } from './config.ts';

/** Value of `Installation.pending` while data are being moved here. */
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
