import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Problems } from '../harness/scenario.ts';
import type { Stage } from '../harness/stage.ts';
import { mountSmallDisk } from '../harness/tmpfs.ts';
import { type Installation, runCommand } from './commands.ts';

/** Makes backups in a folder that is too small, and in one that is read-only: typed errors, and nothing is left. */
export async function useBadFolders(stage: Stage, installation: Installation, problems: Problems): Promise<string> {
  const disk = await mountSmallDisk(stage.folder('small-backups'), 4);
  if (typeof disk === 'string') return disk;
  const own = { folder: installation.folder, settings: { ...installation.settings, BACKUP_DIR: disk.folder } };
  const words: string[] = [];
  for (const expected of ['DISK_FULL', 'DISK_READ_ONLY']) {
    const { code, output } = await runCommand(own, 'backup');
    const word = code === 3 ? (/^[A-Z_]+(?=: )/m.exec(output)?.[0] ?? '') : `exit code ${code}`;
    problems.equal('a backup in a bad folder', word, expected);
    problems.equal('files in that folder', readdirSync(disk.folder).length, 0);
    words.push(word);
    await promisify(execFile)('mount', ['-o', 'remount,ro', disk.folder]);
  }
  return words.join(', ');
}
