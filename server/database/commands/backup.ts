import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { domains } from '../../domains.ts';
import { type Config, ConfigError } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { describeBackup } from '../backup/describe.ts';
import { makeKeys } from '../backup/encryption.ts';
import { BackupError } from '../backup/errors.ts';
import { makeBackup, requireBackupDir } from '../backup/make.ts';
import type { Backup } from '../backup/manifest.ts';
import { openForCommand } from '../backup/open.ts';
import { hasEmbedded } from '../backup/pglite.ts';
import { orderBackup } from '../backup/running.ts';
import { defineCommand } from '../command.ts';
import { ownerOf, lockDataDir } from '../lock.ts';
import { entityManager } from '../orm.ts';

const usage = `npm run backup                      makes a backup in BACKUP_DIR
npm run backup -- --new-key FILE    makes a pair of keys: the private one in FILE, the public one for BACKUP_RECIPIENT`;

/** Makes a backup of the installation, or a pair of keys for encrypted backups. */
export const run = defineCommand(usage, async (argv, { readConfig }) => {
  const { values } = parseArgs({ args: argv, options: { 'new-key': { type: 'string' } } });
  const file = values['new-key'];
  return file === undefined ? backUp(readConfig()) : makeKeyFile(file);
});

async function backUp(config: Config): Promise<string> {
  await requireBackupDir(config);
  return describeBackup(await backupOf(config));
}

/** On the embedded database of a running server, the server makes the backup: two processes would destroy it. */
async function backupOf(config: Config): Promise<Backup> {
  if (config.databaseUrl === undefined) {
    if (!hasEmbedded(config.dataDir))
      throw new ConfigError(`DATA_DIR ${config.dataDir} holds no database: start the server first`);
    if (ownerOf(config) !== undefined) return orderBackup(config.dataDir);
  }
  const release = lockDataDir(config);
  try {
    return await backupAlone(config);
  } finally {
    release();
  }
}

async function backupAlone(config: Config): Promise<Backup> {
  const orm = await openForCommand(config, composeDomains(domains));
  try {
    return await makeBackup({ config, em: entityManager(orm), now: () => new Date() });
  } finally {
    await orm.close(true);
  }
}

async function makeKeyFile(file: string): Promise<string> {
  const { identity, recipient } = await makeKeys();
  try {
    await writeFile(file, `# public key: ${recipient}\n${identity}\n`, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    throw new BackupError('DISK_READ_ONLY', `${file} exists already or cannot be written`, error);
  }
  return `${file} holds the private key. Keep it outside this machine: without it no backup can be read.

BACKUP_RECIPIENT=${recipient}`;
}
