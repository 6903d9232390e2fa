/**
 * NOT_SET: BACKUP_DIR is not set in this process. NONE: the folder holds no backup of this installation. FOUND: it holds
 * one. UNREADABLE: the folder cannot be read.
 */
export const backupStatuses = ['NOT_SET', 'NONE', 'FOUND', 'UNREADABLE'] as const;

/** Newest complete backup of this installation in BACKUP_DIR, as a process sees it. */
export interface BackupState {
  readonly status: (typeof backupStatuses)[number];
  /** Absent unless the status is FOUND. */
  readonly newest?: NewestBackup;
}

export interface NewestBackup {
  /** Time at which the backup was begun. */
  readonly createdAt: Date;
  /** Size of the dump and of all photos. */
  readonly bytes: number;
  /** False: everybody who has the backup can read the database. */
  readonly isEncrypted: boolean;
}

/** Hours after which the newest backup is too old: a night that failed, and two hours for the next one. */
export const oldestBackupHours = 26;
