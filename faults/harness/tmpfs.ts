import { execFile } from 'node:child_process';
import { chmodSync, closeSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atEnd } from './ending.ts';

const run = promisify(execFile);

/** File system of a fixed size in memory, which can be filled to the last byte. */
export interface SmallDisk {
  readonly folder: string;
  /** Writes a file until nothing more fits, or all but so many kilobytes. */
  fill(spareKilobytes?: number): void;
  /** Removes that file. */
  free(): void;
}

/**
 * Mounts a tmpfs of `megabytes` in the folder, for every user; it is unmounted at the end of the run. Returns the reason
 * as a text if mounting is not permitted, as in containers without the capability SYS_ADMIN.
 */
export async function mountSmallDisk(folder: string, megabytes: number): Promise<SmallDisk | string> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', folder]);
  } catch {
    return 'mounting a tmpfs is not permitted';
  }
  atEnd(async () => {
    await run('umount', ['--lazy', folder]);
  });
  chmodSync(folder, 0o777);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: (spareKilobytes = 0) => {
      fillWith(ballast);
      truncateSync(ballast, statSync(ballast).size - spareKilobytes * 1024);
    },
    free: () => {
      rmSync(ballast, { force: true });
    },
  };
}

/** Appends blocks of 1 MB, then of 4 kB, until the file system refuses. */
function fillWith(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const bytes of [2 ** 20, 4096]) appendUntilFull(file, Buffer.alloc(bytes));
  } finally {
    closeSync(file);
  }
}

function appendUntilFull(file: number, block: Buffer): void {
  for (;;) {
    try {
      writeSync(file, block);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}
