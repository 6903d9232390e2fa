import { parseArgs } from 'node:util';
import { domains } from '../../domains.ts';
import { ConfigError } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { moveToPostgres } from '../backup/move.ts';
import { hasEmbedded } from '../backup/pglite.ts';
import { defineCommand, UsageError } from '../command.ts';

const usage = `npm run move -- --to postgres://…    takes an installation from the embedded database to an empty PostgreSQL`;

/** Moves an installation from the embedded database to PostgreSQL. */
export const run = defineCommand(usage, async (argv, { readConfig }) => {
  const { to } = parseArgs({ args: argv, options: { to: { type: 'string' } } }).values;
  if (to === undefined || !/^postgres(ql)?:\/\//.test(to))
    throw new UsageError('--to must be an address of PostgreSQL');
  const config = readConfig();
  if (config.databaseUrl !== undefined) throw new ConfigError('unset DATABASE_URL: the embedded database is moved');
  if (!hasEmbedded(config.dataDir)) throw new ConfigError(`DATA_DIR ${config.dataDir} holds no embedded database`);
  const { tables, rows } = await moveToPostgres(config, to, composeDomains(domains));
  return `${rows} rows of ${tables} tables are in PostgreSQL; photos and keys stay in ${config.dataDir}.
Set DATABASE_URL and start the server. The old database is kept as ${config.dataDir}/pglite.moved: delete it later.`;
});
