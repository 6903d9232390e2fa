import type { BackupState } from '../../kernel/backupState.ts';
import type { Config } from '../../kernel/config.ts';
import type { Log } from '../../kernel/log.ts';
import { requireBackupDir } from './make.ts';
import { listBackups } from './manifest.ts';

/** Reads the newest backup of the installation with this id from BACKUP_DIR; never throws. */
export async function readBackupState(config: Config, id: string, log: Log): Promise<BackupState> {
  if (config.backupDir === undefined) return { status: 'NOT_SET' };
  try {
    const [newest] = await listBackups(await requireBackupDir(config), id);
    if (newest === undefined) return { status: 'NONE' };
    const { createdAt, dump, photoList, recipients } = newest.manifest;
    const bytes = dump.bytes + photoList.totalBytes;
    return {
      status: 'FOUND',
      newest: { createdAt: new Date(createdAt), bytes, isEncrypted: recipients.length > 0 },
    };
  } catch (error) {
    log.warn({ error: String(error) }, 'BACKUP_DIR cannot be read');
    return { status: 'UNREADABLE' };
  }
}
