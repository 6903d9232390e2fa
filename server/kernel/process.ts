import type { BackupState } from './backupState.ts';
import type { Metrics } from './metrics.ts';

/** Work of a process: requests, jobs, or both. */
export type Role = 'all' | 'web' | 'worker';

/** This process among those of the installation. */
export interface ProcessFacts {
  /** UUID that is made at the start. */
  readonly id: string;
  readonly role: Role;
  /** Version of the product, such as "0.2.0". */
  readonly version: string;
  readonly startedAt: Date;
}

/** Facts that a process knows of itself and of the machine. */
export interface ProcessServices {
  readonly process: ProcessFacts;
  /** Undefined: METRICS_PORT is not set. */
  readonly metrics: Metrics | undefined;
  /** Reads the newest backup from BACKUP_DIR. */
  backups(): Promise<BackupState>;
}
