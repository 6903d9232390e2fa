import { writeFaultOf } from '../../kernel/outage.ts';

/** Reasons for which a backup, its check, a restore or a move is refused or fails. */
export const backupErrors = {
  BACKUP_DIR_MISSING: 'BACKUP_DIR is not set, or the folder does not exist.',
  DISK_FULL: 'A disk has no space left.',
  DISK_READ_ONLY: 'A folder cannot be written to.',
  ALREADY_RUNNING: 'Another backup of this installation is being made.',
  SERVER_SILENT: 'The running server, which alone may copy its embedded database, does not answer.',
  CLIENT_MISSING: 'A program of PostgreSQL is not installed.',
  CLIENT_TOO_OLD: 'The programs of PostgreSQL are older than the server.',
  DATABASE_FAILED: 'The database, or a program of PostgreSQL, failed.',
  INCOMPLETE: 'The folder is no complete backup.',
  CHANGED: 'A file of the backup is shorter or different than when it was written.',
  FILE_MISSING: 'A file of the backup is missing.',
  KEY_NEEDED: 'The backup is encrypted, and no key was given.',
  WRONG_KEY: 'The key does not fit the backup, or is no key.',
  OTHER_DATABASE: 'The backup comes from the other kind of database, or of storage for photos.',
  SCHEMA_NEWER: 'The backup comes from a newer version of the product.',
  NOT_EMPTY: 'The target already holds data.',
} as const;

export type BackupErrorCode = keyof typeof backupErrors;

/** Expected failure of a backup or a restore; the message is shown to the operator. */
export class BackupError extends Error {
  readonly code: BackupErrorCode;

  constructor(code: BackupErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Turns the error of a failed write into a BackupError; other errors stay as they are. `what` names the place. */
export function asBackupError(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || error instanceof BackupError) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return new BackupError('DISK_READ_ONLY', `${what} cannot be written to`);
  const fault = writeFaultOf(error);
  if (fault === 'DISK_FULL') return new BackupError('DISK_FULL', `${what}: no space left`, error);
  if (fault === 'DISK_READ_ONLY') return new BackupError('DISK_READ_ONLY', `${what} cannot be written to`, error);
  return error;
}
