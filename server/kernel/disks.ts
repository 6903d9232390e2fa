import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from './config.ts';

/** Folders of an installation, by their settings. */
export const diskSettings = ['DATA_DIR', 'BACKUP_DIR', 'KEY_DIR'] as const;
export type DiskSetting = (typeof diskSettings)[number];

/** Space of the file system of a folder. */
export interface DiskReading {
  readonly setting: DiskSetting;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Space of the folders to which this process writes; a folder that does not exist or cannot be read is left out. */
export async function readDisks({
  dataDir,
  backupDir,
  keyDir,
}: Pick<Config, 'dataDir' | 'backupDir' | 'keyDir'>): Promise<DiskReading[]> {
  const folders = {
    DATA_DIR: dataDir.startsWith('memory:') ? undefined : dataDir,
    BACKUP_DIR: backupDir,
    KEY_DIR: keyDir,
  };
  const readings = await Promise.all(
    diskSettings.map(async (setting) => {
      const folder = folders[setting];
      return folder === undefined ? [] : readDisk(setting, folder);
    }),
  );
  return readings.flat();
}

async function readDisk(setting: DiskSetting, folder: string): Promise<DiskReading[]> {
  try {
    const { bavail, blocks, bsize } = await statfs(resolve(folder));
    return [{ setting, freeBytes: bavail * bsize, totalBytes: blocks * bsize }];
  } catch {
    return []; // a folder that is missing is reported where it is needed, such as by the nightly backup
  }
}
