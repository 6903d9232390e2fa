import { parseArgs } from 'node:util';
import { describeBackup } from '../backup/describe.ts';
import { readIdentity } from '../backup/encryption.ts';
import { verifyBackup } from '../backup/verify.ts';
import { defineCommand, UsageError } from '../command.ts';

const usage = `npm run verify -- BACKUP [--key FILE]    reads a whole backup; with the private key also what is encrypted`;

/** Reads a whole backup and says whether it is complete. */
export const run = defineCommand(usage, async (argv) => {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { key: { type: 'string' } },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError('one folder of a backup is needed');
  const identity = values.key === undefined ? undefined : await readIdentity(values.key);
  const backup = await verifyBackup(folder, identity);
  const note = backup.isDumpRead
    ? 'Every file is as it was written, and the dump was read to its end.'
    : 'Every file is as it was written. The dump was not decrypted: --key names the file with the private key.';
  return `${describeBackup(backup)}\n${note}`;
});
