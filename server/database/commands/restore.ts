import { parseArgs } from 'node:util';
import { domains } from '../../domains.ts';
import type { Config } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { describeBackup } from '../backup/describe.ts';
import { type Identity, readIdentity } from '../backup/encryption.ts';
import { openForCommand } from '../backup/open.ts';
import { restoreBackup } from '../backup/restore.ts';
import type { Verified } from '../backup/verify.ts';
import { defineCommand, UsageError } from '../command.ts';
import { migrations } from '../migrations/index.ts';
import { entityManager } from '../orm.ts';

const usage = `npm run restore -- BACKUP [--key FILE]    restores a backup into an empty database and an empty DATA_DIR`;

/** Restores a backup into an empty installation. */
export const run = defineCommand(usage, async (argv, { readConfig }) => {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { key: { type: 'string' } },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError('one folder of a backup is needed');
  const identity = values.key === undefined ? undefined : await readIdentity(values.key);
  const backup = await restore(folder, readConfig(), identity);
  return `${describeBackup(backup)}\nRestored. The next start applies missing migrations and replays erasures.`;
});

async function restore(folder: string, config: Config, identity: Identity | undefined): Promise<Verified> {
  const names = migrations.map(({ name }) => name);
  if (config.databaseUrl === undefined) {
    return restoreBackup(folder, { config, migrations: names, em: undefined }, identity);
  }
  const orm = await openForCommand(config, composeDomains(domains));
  try {
    return await restoreBackup(folder, { config, migrations: names, em: entityManager(orm).fork() }, identity);
  } finally {
    await orm.close(true);
  }
}
